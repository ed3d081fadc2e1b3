// Pure.
#include "daemon/config/lvs_values.h"

#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

using Words = std::span<const Word>;

constexpr std::string_view kOptions = "id|maxlen|port|ttl|group";

std::optional<std::int64_t> within(const Word& word, std::int64_t least, std::int64_t most) {
  const auto number = parse_integer(word.text);
  if (!number || *number < least || *number > most) return std::nullopt;
  return number;
}

template <typename Number>
bool take(const Word& word, std::int64_t least, std::int64_t most, Number& into) {
  const auto number = within(word, least, most);
  if (number) into = static_cast<Number>(*number);
  return number.has_value();
}

bool take_option(const Word& name, const Word& value, SyncDaemon& sync) {
  constexpr std::int64_t kMaxDatagram = 65507;
  if (name.text == "id") return take(value, 0, 255, sync.id.emplace());
  if (name.text == "maxlen") return take(value, 1, kMaxDatagram, sync.most_bytes);
  if (name.text == "port") return take(value, 1, 65535, sync.port);
  if (name.text == "ttl") return take(value, 1, 255, sync.ttl);
  const auto group = parse_address(value.text);
  if (!group || !is_multicast(*group)) return false;
  sync.group = *group;
  return true;
}

void refuse(Draft& draft, const Arguments& arguments, const Word& word, std::string_view wanted) {
  draft.error(word.at, quoted(arguments.keyword) + " takes " + std::string(wanted) + ", not " +
                           quoted(word.text));
}

}  // namespace

void store_sync_daemon(Draft& draft, const Arguments& arguments) {
  Words words = arguments.words;
  SyncDaemon sync;
  sync.interface = words.front().text;
  if (!is_interface_name(sync.interface)) {
    return draft.error(words.front().at, "not an interface name: " + quoted(sync.interface));
  }
  words = words.subspan(1);
  if (!words.empty() && !is_one_of(words.front().text, kOptions)) {
    sync.instance = words.front().text;
    words = words.subspan(1);
  }
  while (!words.empty()) {
    const bool is_option = words.size() > 1 && is_one_of(words.front().text, kOptions);
    if (!is_option || !take_option(words[0], words[1], sync)) {
      return refuse(draft, arguments, is_option ? words[1] : words[0], kSyncDaemonWords);
    }
    words = words.subspan(2);
  }
  draft.global.daemon.lvs.sync = std::move(sync);
}

void store_timeouts(Draft& draft, const Arguments& arguments) {
  constexpr auto kMost = std::int64_t{31} * 86400;
  auto& lvs = draft.global.daemon.lvs;
  for (Words words = arguments.words; !words.empty(); words = words.subspan(2)) {
    auto* timeout = words[0].text == "tcp"      ? &lvs.tcp
                    : words[0].text == "tcpfin" ? &lvs.tcp_fin
                    : words[0].text == "udp"    ? &lvs.udp
                                                : nullptr;
    if (timeout == nullptr || words.size() < 2) {
      return refuse(draft, arguments, words[0], kTimeoutWords);
    }
    const auto value = within(words[1], 0, kMost);
    if (!value) return refuse(draft, arguments, words[1], kTimeoutWords);
    *timeout = std::chrono::seconds(*value);
  }
}

void store_flush_on_stop(Draft& draft, const Arguments& arguments) {
  const auto& words = arguments.words;
  if (!words.empty() && words.front().text != "VS") {
    return refuse(draft, arguments, words.front(), "VS or nothing");
  }
  draft.global.daemon.lvs.flush_on_stop =
      words.empty() ? FlushOnStop::everything : FlushOnStop::services;
}

}  // namespace evenkeel::config
