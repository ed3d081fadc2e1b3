// Pure.
#include "daemon/config/process_tracking.h"

#include <algorithm>

#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

// The kernel keeps so much of a process's name.
constexpr std::size_t kLongestName = 15;

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace

// Written as words, or as one quoted word.
void store_process(Draft& draft, const Arguments& arguments) {
  auto& process = draft.tracking.process.value;
  std::vector<std::string> words;
  for (const auto& word : arguments.words) words.push_back(word.text);
  if (words.size() == 1) words = split(words.front());
  if (words.empty()) return;
  process.command = std::move(words.front());
  process.parameters.assign(std::make_move_iterator(words.begin() + 1),
                            std::make_move_iterator(words.end()));
}

void store_param_match(Draft& draft, const Arguments& arguments) {
  const bool is_initial = arguments.words.front().text == "initial";
  draft.tracking.param_match = is_initial ? ProcessMatch::initial : ProcessMatch::partial;
}

void settle_process(Draft& draft) {
  auto& own = draft.tracking.process;
  auto& process = own.value;
  const bool is_path = process.command.find('/') != std::string::npos;
  if (!process.parameters.empty()) {
    process.match = draft.tracking.param_match.value_or(ProcessMatch::exact);
  } else if (draft.tracking.param_match) {
    process.match = ProcessMatch::exact;  // keepalived's way to say: without any
  } else if (draft.tracking.is_full_command) {
    process.match = ProcessMatch::command;
  } else if (is_path || process.command.size() > kLongestName) {
    process.match = ProcessMatch::command;
    draft.warning(own.at, "no process has the name " + quoted(process.command) + ": " +
                              (is_path ? "it has a '/'" : "it is longer than 15 characters") +
                              "; compared with what it was started as, as by 'full_command'");
  }
  // None at all is what is wanted then.
  if (process.quorum_max == 0 && !draft.tracking.has_quorum) process.quorum = 0;
  if (process.quorum <= process.quorum_max) return;
  draft.error(own.at, "'quorum_max' " + std::to_string(process.quorum_max) + " is below 'quorum' " +
                          std::to_string(process.quorum) + "; it is not used");
  process.quorum_max = TrackedProcess{}.quorum_max;
}

void store_link_delay(Draft& draft, const Arguments& arguments) {
  constexpr Duration kLongest = 255s;
  const auto& words = arguments.words;
  const auto& name = words.front();
  if (!is_interface_name(name.text)) {
    return draft.error(name.at, "not an interface name: " + quoted(name.text));
  }
  LinkDelay delay{.interface = name.text};
  const auto down = words.size() > 1 ? parse_seconds(words[1].text) : std::nullopt;
  const auto up = words.size() > 2 ? parse_seconds(words[2].text) : std::optional<Duration>(0s);
  if (!down || !up || words.size() > 3 || *down > kLongest || *up > kLongest) {
    return draft.error(name.at,
                       "an entry of 'interface_up_down_delays' is INTERFACE DOWN [UP], "
                       "seconds from 0 to 255");
  }
  delay.down = *down;
  delay.up = *up;
  auto& delays = draft.tracking.link_delays;
  const bool is_known = std::any_of(delays.begin(), delays.end(), [&](const LinkDelay& known) {
    return known.interface == delay.interface;
  });
  if (is_known) {
    return draft.error(name.at, "a second entry for " + quoted(name.text) + " is left out");
  }
  delays.push_back(std::move(delay));
}

}  // namespace evenkeel::config
