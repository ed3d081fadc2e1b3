// Pure.
#include "daemon/runner/process_table.h"

#include <algorithm>

namespace evenkeel::runner {

namespace {

bool do_parameters_match(const TrackedProcess& tracked, const std::vector<std::string>& argv) {
  const auto& wanted = tracked.parameters;
  const std::size_t have = argv.size() - 1;
  switch (tracked.match) {
    case ProcessMatch::name:
    case ProcessMatch::command:
      return true;
    case ProcessMatch::exact:
      return have == wanted.size() && std::equal(wanted.begin(), wanted.end(), argv.begin() + 1);
    case ProcessMatch::partial:
      return have >= wanted.size() && std::equal(wanted.begin(), wanted.end(), argv.begin() + 1);
    case ProcessMatch::initial:
      return !wanted.empty() && have >= wanted.size() &&
             std::equal(wanted.begin(), wanted.end() - 1, argv.begin() + 1) &&
             argv[wanted.size()].starts_with(wanted.back());
  }
  return false;
}

}  // namespace

// "PID (NAME) STATE …": the name may hold anything, a parenthesis too.
std::optional<std::string> parse_stat(std::string_view text) {
  const auto begin = text.find('(');
  const auto end = text.rfind(')');
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin ||
      end + 2 >= text.size()) {
    return std::nullopt;
  }
  const char state = text[end + 2];
  if (state == 'Z' || state == 'X') return std::nullopt;
  return std::string(text.substr(begin + 1, end - begin - 1));
}

std::vector<std::string> parse_command_line(std::string_view bytes) {
  std::vector<std::string> words;
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\0'), bytes.size());
    words.emplace_back(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return words;
}

bool needs_command_line(const TrackedProcess& tracked) {
  return tracked.match != ProcessMatch::name;
}

bool does_match(const TrackedProcess& tracked, const SeenProcess& seen) {
  if (!needs_command_line(tracked)) return seen.name == tracked.command;
  if (seen.argv.empty() || seen.argv.front() != tracked.command) return false;
  return do_parameters_match(tracked, seen.argv);
}

void ProcessTable::set(std::vector<TrackedProcess> tracked) {
  tracked_ = std::move(tracked);
  matches_.clear();
}

bool ProcessTable::needs_command_lines() const {
  return std::any_of(tracked_.begin(), tracked_.end(), needs_command_line);
}

void ProcessTable::put(pid_t pid, const SeenProcess& seen) {
  Match match;
  for (std::size_t i = 0; i < tracked_.size(); ++i) {
    if (does_match(tracked_[i], seen)) match.tracked.push_back(i);
  }
  if (match.tracked.empty()) {
    matches_.erase(pid);
  } else {
    matches_[pid] = std::move(match);
  }
}

void ProcessTable::begin_scan() {
  for (auto& [pid, match] : matches_) match.is_seen = false;
}

void ProcessTable::end_scan() {
  std::erase_if(matches_, [](const auto& entry) { return !entry.second.is_seen; });
}

std::vector<std::uint32_t> ProcessTable::counts() const {
  std::vector<std::uint32_t> counts(tracked_.size());
  for (const auto& [pid, match] : matches_) {
    for (const auto index : match.tracked) ++counts[index];
  }
  return counts;
}

}  // namespace evenkeel::runner
