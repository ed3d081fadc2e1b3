// Heads, chunks, targets and error bodies of HTTP. Pure.
#include "daemon/core/http_text.h"

#include <fmt/core.h>

#include <algorithm>

namespace evenkeel {

namespace {

struct RejectionWords {
  std::string_view name;
  unsigned status;
  std::string_view message;
};
constexpr std::array<RejectionWords, kHttpRejectionCount> kRejections{{
    {"malformed", 400, "the request is not HTTP/1.x"},
    {"header_too_large", 431, "the request's header is too large"},
    {"body_too_large", 413, "the request's body is too large"},
    {"request_timeout", 408, "the request was not complete in time"},
    {"slow_reader", 408, "the answer was not read in time"},
    {"too_many_connections", 503, "too many connections"},
}};

const RejectionWords& words_of(HttpRejection rejection) {
  return kRejections[static_cast<std::size_t>(rejection)];
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_value(text[i + 1]);
    const int low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

bool add_query(HttpTarget& target, std::string_view query) {
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = percent_decode(pair.substr(0, equals));
    auto value = equals == std::string_view::npos ? std::optional<std::string>("")
                                                  : percent_decode(pair.substr(equals + 1));
    if (!name || !value) return false;
    target.query.emplace_back(std::move(*name), std::move(*value));
  }
  return true;
}

}  // namespace

std::string_view to_string(HttpRejection rejection) { return words_of(rejection).name; }

std::optional<HttpTarget> parse_http_target(std::string_view text) {
  // The absolute form "http://host/path", which proxies send, names the same thing.
  if (text.starts_with("http://")) {
    const auto slash = text.find('/', 7);
    text = slash == std::string_view::npos ? "/" : text.substr(slash);
  }
  if (text.empty() || text.front() != '/') return std::nullopt;
  text = text.substr(0, text.find('#'));
  const auto question = text.find('?');
  auto path = percent_decode(text.substr(0, question));
  if (!path) return std::nullopt;
  HttpTarget target{.path = std::move(*path), .query = {}};
  if (question != std::string_view::npos && !add_query(target, text.substr(question + 1))) {
    return std::nullopt;
  }
  return target;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kUnreserved = "-._~:";
  std::string out;
  for (const char c : text) {
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || kUnreserved.find(c) != std::string_view::npos;
    if (is_plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

namespace http {

std::string_view status_text(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 202:
      return "Accepted";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Payload Too Large";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "Answer";
  }
}

std::string head(const HttpResponse& response, Framing framing, Persistence persistence) {
  std::string out =
      fmt::format("HTTP/1.1 {} {}\r\nServer: evenkeel\r\nContent-Type: {}\r\n", response.status,
                  status_text(response.status), response.content_type);
  for (const auto& [name, value] : response.headers) out += fmt::format("{}: {}\r\n", name, value);
  switch (framing) {
    case Framing::length:
      out += fmt::format("Content-Length: {}\r\n", response.body.size());
      break;
    case Framing::chunked:
      out += "Transfer-Encoding: chunked\r\n";
      break;
    case Framing::until_close:
      break;
  }
  out += "Cache-Control: no-store\r\n";
  out += persistence == Persistence::close ? "Connection: close\r\n\r\n"
                                           : "Connection: keep-alive\r\n\r\n";
  return out;
}

std::string chunk(std::string_view piece) {
  // An empty chunk would end the answer.
  if (piece.empty()) return {};
  return fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
}

HttpResponse rejection_response(HttpRejection rejection) {
  const auto& words = words_of(rejection);
  HttpResponse response;
  response.status = words.status;
  response.body =
      fmt::format("{{\"code\": \"{}\", \"message\": \"{}\", \"attempted\": \"read a request\"}}\n",
                  words.name, words.message);
  return response;
}

}  // namespace http

}  // namespace evenkeel
