// virtual_server_group: its lines, and the services that a virtual_server for a group becomes, one
// for each address or mark. Pure. Reference: 1.13, 4.12.
#include <map>
#include <utility>

#include "daemon/config/blocks.h"
#include "daemon/config/group_entries.h"
#include "daemon/config/known_names.h"
#include "daemon/config/limits.h"
#include "daemon/config/service_rules.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

std::string in_group(const Draft& draft) {
  for (const auto& [name, group] : draft.groups) {
    if (&group == draft.group) return " (virtual_server_group " + name + ")";
  }
  return {};
}

void report_entry(Draft& draft, const Word& word, const std::string& what) {
  draft.diagnostics.error(word.at, what + in_group(draft));
}

void store_mark(Draft& draft, std::span<const Word> words) {
  const auto mark = words.size() > 1 ? parse_integer(words[1].text) : std::nullopt;
  const bool has_family = words.size() == 3 && is_one_of(words[2].text, "inet|inet6");
  if (!mark || *mark < 1 || *mark > std::int64_t{0xffffffff} || (words.size() > 2 && !has_family)) {
    return report_entry(draft, words.front(),
                        "'fwmark' takes a number from 1 to 4294967295 [inet|inet6]");
  }
  GroupEntry entry{.first = {}, .count = 1, .at = words.front().at};
  entry.first.fwmark = static_cast<std::uint32_t>(*mark);
  if (has_family) {
    entry.first.endpoint.address.family = words[2].text == "inet6" ? Family::ipv6 : Family::ipv4;
  }
  draft.group->entries.push_back(entry);
}

// What the services of a group differ in beyond the address: they are finished once for each.
struct Kind {
  bool is_mark = false;
  Family family = Family::none;
  std::uint16_t port = 0;
  auto operator<=>(const Kind&) const = default;
};

struct Finished {
  std::optional<VirtualServer> service;  // nothing: it cannot run
  std::uint32_t asks = 0;
};

// Whether the checks of one are, server by server, those of the other.
bool asks_the_same(const VirtualServer& a, const VirtualServer& b) {
  return std::equal(a.servers.begin(), a.servers.end(), b.servers.begin(), b.servers.end(),
                    [](const RealServer& x, const RealServer& y) {
                      return x.checks == y.checks && x.alpha == y.alpha;
                    });
}

class Expansion {
 public:
  Expansion(Draft& draft, ServiceDraft service) : draft_(draft), service_(std::move(service)) {}

  // False when there would be too many.
  bool add(const GroupEntry& entry) {
    auto& finished = finished_for(entry);
    if (!finished.service) return true;
    const auto servers = finished.service->servers.size() * entry.count;
    if (servers > kMaxGroupServers - draft_.group_servers) return false;
    draft_.group_servers += servers;
    for (std::uint32_t i = 0; i < entry.count; ++i) {
      auto service = *finished.service;
      if (entry.first.fwmark != 0) {
        service.key.fwmark = entry.first.fwmark;
      } else {
        service.key.endpoint.address = address_after(entry.first.endpoint.address, i);
      }
      draft_.services.push_back({std::move(service), service_.at, entry.at, finished.asks});
    }
    return true;
  }

 private:
  Finished& finished_for(const GroupEntry& entry) {
    const Kind kind{entry.first.fwmark != 0, entry.first.endpoint.address.family,
                    entry.first.endpoint.port};
    const auto [known, is_new] = finished_.try_emplace(kind);
    auto& finished = known->second;
    if (!is_new) return finished;
    draft_.service = service_;
    draft_.service.service.key = entry.first;
    finished.service = finish_service(draft_);
    if (!finished.service) return finished;
    if (first_ == nullptr) first_ = &finished;
    const bool asks_as_first = asks_the_same(*finished.service, *first_->service);
    finished.asks = asks_as_first && &finished != first_ ? first_->asks : ++draft_.askers;
    return finished;
  }

  Draft& draft_;
  const ServiceDraft service_;
  std::map<Kind, Finished> finished_;
  const Finished* first_ = nullptr;
};

void expand(Draft& draft, ServiceDraft& own) {
  const auto found = draft.groups.find(own.group);
  if (found == draft.groups.end()) {
    return draft.diagnostics.warning(
        own.at, "no virtual_server_group " + quoted(own.group) + ": the service is not started",
        advice_on_name(own.group, names_of(draft.groups)));
  }
  auto& group = found->second;
  group.is_used = true;
  const auto at = own.at;
  const auto name = own.group;
  Expansion expansion(draft, std::move(own));
  for (const auto& entry : group.entries) {
    if (expansion.add(entry)) continue;
    return draft.diagnostics.error(
        entry.at, "with this entry of group " + quoted(name) + " there are more than " +
                      std::to_string(kMaxGroupServers) +
                      " real servers in services of groups: left out, with what follows");
  }
  if (group.entries.empty()) {
    draft.diagnostics.error(
        at, "virtual_server_group " + quoted(name) + " has no entry: no service is started");
  }
}

}  // namespace

Entered open_group(Draft& draft, const Arguments& arguments) {
  const auto& name = arguments.words.front();
  const auto [known, is_new] = draft.groups.try_emplace(name.text);
  if (!is_new) {
    draft.diagnostics.clash(FindingSeverity::warning, name.at, known->second.at,
                            "a second virtual_server_group " + quoted(name.text) + " is left out");
    return Entered::no;
  }
  known->second.at = name.at;
  draft.group = &known->second;
  return Entered::yes;
}

void store_group_entry(Draft& draft, const Arguments& arguments) {
  const auto& words = arguments.words;
  if (words.front().text == "fwmark") return store_mark(draft, words);
  const auto range = parse_range(words.front().text);
  if (!range) return report_entry(draft, words.front(), range.error().what);
  const auto port = words.size() > 1 ? parse_integer(words[1].text) : 0;
  if (!port || *port < 0 || *port > 65535) {
    return report_entry(draft, words[1], "not a port from 0 to 65535: " + quoted(words[1].text));
  }
  if (words.size() > 2) {
    return report_entry(draft, words[2],
                        "an entry is IP [PORT]; too much: " + quoted(words[2].text));
  }
  GroupEntry entry{.first = {}, .count = range->count, .at = words.front().at};
  entry.first.endpoint = {range->first, static_cast<std::uint16_t>(*port)};
  draft.group->entries.push_back(entry);
}

void finish_group_services(Draft& draft) {
  draft.block = Block::virtual_server;
  for (auto& service : std::exchange(draft.group_services, {})) expand(draft, service);
  draft.block = Block::root;
  for (const auto& [name, group] : draft.groups) {
    if (group.is_used) continue;
    draft.diagnostics.warning(
        group.at, "virtual_server_group " + quoted(name) + " is used by no virtual_server");
  }
}

}  // namespace evenkeel::config
