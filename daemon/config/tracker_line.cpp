// Pure. Reference: 1.6, 1.8–1.10, 1.12.
#include "daemon/config/tracker_line.h"

#include <algorithm>

#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

std::vector<TrackerDraft>& open_list(Draft& draft) {
  return draft.block == Block::sync_group ? draft.tracking.group.trackers : draft.instance.trackers;
}

std::string range_text(std::int64_t widest) {
  return "-" + std::to_string(widest) + " to " + std::to_string(widest);
}

// "IP [PORT]" or "fwmark N", TCP unless the words say "UDP" or "SCTP", or a service's id.
std::optional<ServiceKey> read_service(std::span<const Word>& words) {
  const auto& first = words.front().text;
  if (auto key = parse_service_key(first)) {
    words = words.subspan(1);
    return key;
  }
  const auto number = words.size() > 1 ? parse_integer(words[1].text) : std::nullopt;
  if (first == "fwmark" && number) {
    auto key = parse_service_key("fwmark:" + words[1].text);
    words = words.subspan(2);
    return key;
  }
  const auto address = parse_address(first);
  if (!address) return std::nullopt;
  ServiceKey key{.protocol = Protocol::tcp,
                 .endpoint = {*address, static_cast<std::uint16_t>(number.value_or(0))}};
  words = words.subspan(number ? 2 : 1);
  if (!words.empty() && (words.front().text == "UDP" || words.front().text == "SCTP")) {
    key.protocol = words.front().text == "UDP" ? Protocol::udp : Protocol::sctp;
    words = words.subspan(1);
  }
  return key;
}

// Takes the object's name off the words; false after an error.
bool read_name(Draft& draft, std::span<const Word>& words, TrackerDraft& tracker) {
  const auto& first = words.front();
  tracker.at = first.at;
  if (tracker.kind == TrackerKind::service) {
    const auto key = read_service(words);
    if (!key) {
      draft.error(first.at, "'track_service' takes IP [PORT] [UDP|SCTP] or fwmark N, not " +
                                quoted(first.text));
      return false;
    }
    tracker.name = to_string(*key);
    return true;
  }
  if (tracker.kind == TrackerKind::interface && !is_interface_name(first.text)) {
    draft.error(first.at, "not an interface name: " + quoted(first.text));
    return false;
  }
  tracker.name = first.text;
  words = words.subspan(1);
  return true;
}

}  // namespace

void read_weight(Draft& draft, const std::string& object, std::span<const Word> words,
                 std::int64_t widest, WeightDraft& weight) {
  const auto number = parse_integer(words.front().text);
  if (!number || *number < -kMaxFileWeight || *number > kMaxFileWeight) {
    draft.error(words.front().at, "the weight of " + object + " must be from " +
                                      range_text(widest) + ", not " + quoted(words.front().text));
    return;
  }
  weight.weight = static_cast<std::int32_t>(std::clamp(*number, -widest, widest));
  if (*number != *weight.weight) {
    draft.error(words.front().at, "the weight of " + object + " cannot be " + words.front().text +
                                      ": taken as " + std::to_string(*weight.weight));
  }
  if (words.size() < 2) return;
  const auto& direction = words[1].text;
  if (direction != "reverse" && direction != "noreverse" && direction != "no_reverse") {
    draft.error(words[1].at,
                "after the weight of " + object + " comes 'reverse', not " + quoted(direction));
    return;
  }
  weight.is_reversed = direction == "reverse";
}

void store_tracker(Draft& draft, const Arguments& arguments, TrackerKind kind) {
  TrackerDraft tracker;
  tracker.kind = kind;
  auto words = arguments.words;
  if (!read_name(draft, words, tracker)) return;
  const std::string object = std::string(arguments.keyword) + " " + quoted(tracker.name);
  auto& list = open_list(draft);
  const bool is_known = std::any_of(list.begin(), list.end(), [&](const TrackerDraft& known) {
    return known.kind == kind && known.name == tracker.name;
  });
  if (is_known) return draft.error(tracker.at, "duplicate " + object + "; the first one counts");
  if (!words.empty() && words.front().text != "weight") {
    return draft.error(words.front().at,
                       object + ": unknown option " + quoted(words.front().text) + "; not tracked",
                       "an entry is NAME [weight N [reverse]]");
  }
  if (words.size() == 1) {
    return draft.error(words.front().at, object + ": 'weight' without a value; not tracked");
  }
  if (!words.empty()) {
    const bool is_wide = kind == TrackerKind::file || kind == TrackerKind::process;
    const auto widest = is_wide ? kMaxFileWeight : kMaxWeight;
    read_weight(draft, object, words.subspan(1), widest, tracker.weight);
  }
  list.push_back(std::move(tracker));
}

}  // namespace evenkeel::config
