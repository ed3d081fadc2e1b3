// Where virtual_server, real_server, the checks and url begin and end. Pure.
#include "daemon/config/blocks.h"
#include "daemon/config/forwarding.h"
#include "daemon/config/service_rules.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

// "fwmark N"; false after an error.
bool read_mark(Draft& draft, const Arguments& arguments) {
  const auto& words = arguments.words;
  const auto mark = words.size() == 2 ? parse_integer(words[1].text) : std::nullopt;
  if (!mark || *mark < 1 || *mark > std::int64_t{0xffffffff}) {
    draft.error(words.front().at, "'virtual_server fwmark' takes a number from 1 to 4294967295");
    return false;
  }
  draft.service.service.key.fwmark = static_cast<std::uint32_t>(*mark);
  return true;
}

bool read_service(Draft& draft, const Arguments& arguments) {
  const auto& words = arguments.words;
  if (words.front().text == "fwmark") return read_mark(draft, arguments);
  if (words.front().text == "group") {
    draft.service.is_group = true;
    draft.error(words.front().at,
                "a virtual_server for a group of addresses: not yet; the service is not started");
    return true;
  }
  const auto endpoint = parse_endpoint_words(draft, arguments);
  if (!endpoint) return false;
  draft.service.service.key.endpoint = *endpoint;
  return true;
}

}  // namespace

Entered open_service(Draft& draft, const Arguments& arguments) {
  draft.service = {};
  draft.service.at = arguments.at;
  for (const auto& word : arguments.words) {
    draft.service.name += (draft.service.name.empty() ? "" : " ") + word.text;
  }
  draft.block = Block::virtual_server;
  const bool is_good = read_service(draft, arguments);
  draft.block = Block::root;
  return is_good ? Entered::yes : Entered::no;
}

void close_service(Draft& draft) {
  auto finished = finish_service(draft);
  if (finished) draft.services.push_back({std::move(*finished), draft.service.at});
}

Entered open_server(Draft& draft, const Arguments& arguments) {
  const auto endpoint = parse_endpoint_words(draft, arguments);
  if (!endpoint) return Entered::no;
  draft.server = {};
  draft.server.at = arguments.words.front().at;
  draft.server.endpoint = *endpoint;
  return Entered::yes;
}

void close_server(Draft& draft) { draft.service.servers.push_back(std::move(draft.server)); }

Entered open_check(Draft& draft, const Arguments& arguments) {
  draft.check = {};
  draft.check.at = arguments.at;
  if (arguments.keyword != "TCP_CHECK") {
    HttpProbe probe;
    probe.tls = arguments.keyword == "SSL_GET";
    draft.check.probe = std::move(probe);
  }
  return Entered::yes;
}

void close_check(Draft& draft) {
  const auto* http = std::get_if<HttpProbe>(&draft.check.probe);
  if (http != nullptr && http->urls.empty()) {
    draft.error(draft.check.at, std::string(http->tls ? "'SSL_GET'" : "'HTTP_GET'") +
                                    " without a 'url': the check is left out");
    return;
  }
  draft.server.checks.push_back(std::move(draft.check));
}

Entered open_url(Draft& draft, const Arguments&) {
  draft.url = {};
  return Entered::yes;
}

void close_url(Draft& draft) {
  std::get<HttpProbe>(draft.check.probe).urls.push_back(std::move(draft.url));
}

}  // namespace evenkeel::config
