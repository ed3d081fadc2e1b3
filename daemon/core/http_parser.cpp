// The request parser on Boost.Beast: the one place of the server where a client's bytes are read.
#include "daemon/core/http_parser.h"

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace evenkeel::http {

namespace beast_http = boost::beast::http;
using Parser = beast_http::request_parser<beast_http::string_body>;

struct RequestParser::Impl {
  HttpLimits limits;
  std::optional<Parser> parser;
  HttpRejection failure = HttpRejection::malformed;
  bool has_continued = false;
};

namespace {

HttpRejection rejection_of(const boost::system::error_code& error) {
  if (error == beast_http::error::header_limit) return HttpRejection::header_too_large;
  if (error == beast_http::error::body_limit) return HttpRejection::body_too_large;
  return HttpRejection::malformed;
}

std::string text_of(boost::beast::string_view view) { return {view.data(), view.size()}; }

}  // namespace

RequestParser::RequestParser(const HttpLimits& limits) : impl_(std::make_unique<Impl>()) {
  impl_->limits = limits;
  reset();
}
RequestParser::~RequestParser() = default;

void RequestParser::reset() {
  auto& parser = impl_->parser.emplace();
  parser.header_limit(static_cast<std::uint32_t>(impl_->limits.header_bytes));
  parser.body_limit(impl_->limits.body_bytes);
  parser.eager(true);
  impl_->has_continued = false;
}

Progress RequestParser::feed(std::string& input) {
  auto& parser = *impl_->parser;
  while (!parser.is_done()) {
    boost::system::error_code error;
    const auto used = parser.put(boost::asio::const_buffer(input.data(), input.size()), error);
    input.erase(0, used);
    if (error == beast_http::error::need_more) return Progress::need_more;
    if (error) {
      impl_->failure = rejection_of(error);
      return Progress::failed;
    }
    if (used == 0 || input.empty()) break;
  }
  return parser.is_done() ? Progress::complete : Progress::need_more;
}

HttpRejection RequestParser::failure() const { return impl_->failure; }

bool RequestParser::take_expects_continue() {
  const auto& parser = *impl_->parser;
  if (!parser.is_header_done() || parser.is_done() || impl_->has_continued) return false;
  const auto expected = parser.get().find(beast_http::field::expect);
  if (expected == parser.get().end()) return false;
  impl_->has_continued = true;
  return boost::beast::iequals(expected->value(), "100-continue");
}

bool RequestParser::is_http11() const { return impl_->parser->get().version() >= 11; }

bool RequestParser::wants_keep_alive() const { return impl_->parser->get().keep_alive(); }

std::optional<HttpRequest> RequestParser::take_request() {
  auto& message = impl_->parser->get();
  auto target = parse_http_target(text_of(message.target()));
  if (!target) return std::nullopt;
  return HttpRequest{.method = text_of(message.method_string()),
                     .target = std::move(*target),
                     .body = std::move(message.body()),
                     .peer = {}};
}

}  // namespace evenkeel::http
