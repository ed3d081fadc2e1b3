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
    if (words.size() < 2) {
      draft.error(words.front().at, "'virtual_server group' needs the name of a group");
      return false;
    }
    draft.service.group = draft.service.service.group = words[1].text;
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
  if (!draft.service.group.empty()) {
    draft.group_services.push_back(std::move(draft.service));
    return;
  }
  auto finished = finish_service(draft);
  if (!finished) return;
  draft.services.push_back({std::move(*finished), draft.service.at, draft.service.at});
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

namespace {

Probe probe_of(std::string_view keyword) {
  if (keyword == "HTTP_GET") return HttpProbe{};
  if (keyword == "SSL_GET") return HttpProbe{.tls = true};
  if (keyword == "SMTP_CHECK") return SmtpProbe{};
  if (keyword == "DNS_CHECK") return DnsProbe{};
  if (keyword == "MISC_CHECK") return ScriptProbe{};
  if (keyword == "UDP_CHECK") return UdpProbe{};
  if (keyword == "PING_CHECK") return PingProbe{};
  if (keyword == "BFD_CHECK") return BfdProbe{};
  if (keyword == "FILE_CHECK") return FileProbe{};
  return TcpProbe{};
}

// What a check of this kind cannot do without, when it is missing.
std::string_view lack_of(const Probe& probe) {
  if (const auto* http = std::get_if<HttpProbe>(&probe)) return http->urls.empty() ? "url" : "";
  if (const auto* misc = std::get_if<ScriptProbe>(&probe)) {
    return misc->script.is_set() ? "" : "misc_path";
  }
  if (const auto* bfd = std::get_if<BfdProbe>(&probe)) return bfd->instance.empty() ? "name" : "";
  if (const auto* file = std::get_if<FileProbe>(&probe)) {
    return file->file.empty() ? "track_file" : "";
  }
  return "";
}

}  // namespace

Entered open_check(Draft& draft, const Arguments& arguments) {
  draft.check = {};
  draft.check.at = arguments.at;
  draft.check.keyword = arguments.keyword;
  draft.check.probe = probe_of(arguments.keyword);
  return Entered::yes;
}

void close_check(Draft& draft) {
  auto& check = draft.check;
  const auto lack = lack_of(check.probe);
  if (!lack.empty()) {
    return draft.error(
        check.at, quoted(check.keyword) + " without a " + quoted(lack) + ": the check is left out");
  }
  if (const auto* udp = std::get_if<UdpProbe>(&check.probe)) {
    if (udp->least_reply > udp->most_reply) {
      draft.error(check.at, "'min_reply_length' is more than 'max_reply_length'");
    }
  }
  for (std::size_t i = 1; i < check.hosts.size(); ++i) {
    auto& another = draft.server.checks.emplace_back(check);
    another.route = check.hosts[i];
  }
  if (!check.hosts.empty()) check.route = std::move(check.hosts.front());
  draft.server.checks.push_back(std::move(check));
}

// A host of SMTP_CHECK says where else; what it leaves open is the check's own.
Entered open_smtp_host(Draft& draft, const Arguments&) {
  draft.smtp_route = draft.check.route;
  return Entered::yes;
}

void close_smtp_host(Draft& draft) {
  draft.check.hosts.push_back(std::exchange(draft.check.route, draft.smtp_route));
}

Entered open_url(Draft& draft, const Arguments& arguments) {
  draft.url_at = arguments.at;
  draft.url = {};
  draft.url.path.clear();
  draft.check.pattern = {};
  return Entered::yes;
}

void close_url(Draft& draft) {
  if (draft.url.path.empty()) {
    draft.error(draft.url_at, "'url' without a 'path': / is asked for");
    draft.url.path = "/";
  }
  draft.url.pattern = std::move(draft.check.pattern);
  std::get<HttpProbe>(draft.check.probe).urls.push_back(std::move(draft.url));
}

}  // namespace evenkeel::config
