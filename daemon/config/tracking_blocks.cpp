// Where sync groups and tracked objects begin and end. Pure.
#include "daemon/config/blocks.h"
#include "daemon/config/process_tracking.h"

namespace evenkeel::config {
namespace {

// Begins `open` under its name; a name that is taken passes the block over.
template <typename T>
Entered begin(Draft& draft, const Arguments& arguments, const char* block, T& open) {
  const auto& name = arguments.words.front();
  open = {};
  open.value.name = name.text;
  open.at = name.at;
  const auto [known, is_new] = draft.tracking.names.emplace(std::pair(block, name.text), name.at);
  if (is_new) return Entered::yes;
  draft.diagnostics.clash(
      name.at, known->second,
      "a second " + std::string(block) + " named " + quoted(name.text) + " is left out");
  return Entered::no;
}

std::optional<std::string> what_lacks(SourceReader& reader, const Script& script) {
  if (!script.is_set()) return "no 'script'";
  const auto& command = script.argv.front();
  if (!reader.is_executable(command)) return quoted(command) + " is not an executable file";
  if (!script.user.empty() && !reader.has_user(script.user)) {
    return "there is no user " + quoted(script.user);
  }
  if (!script.group.empty() && !reader.has_group(script.group)) {
    return "there is no group " + quoted(script.group);
  }
  return std::nullopt;
}

}  // namespace

Entered open_script(Draft& draft, const Arguments& arguments) {
  return begin(draft, arguments, "vrrp_script", draft.tracking.script);
}

void close_script(Draft& draft) {
  auto& script = draft.tracking.script;
  if (const auto lack = what_lacks(draft.reader, script.value.script)) {
    draft.tracking.unusable_scripts.push_back(script.value.name);
    return draft.error(script.at, *lack + ": it cannot be tracked");
  }
  script.value.timeout = script.timeout.value_or(script.value.interval);
  draft.tracking.scripts.push_back(std::move(script));
}

Entered open_track_file(Draft& draft, const Arguments& arguments) {
  return begin(draft, arguments, "track_file", draft.tracking.file);
}

void close_track_file(Draft& draft) {
  auto& file = draft.tracking.file;
  if (file.value.path.empty()) return draft.error(file.at, "no 'file': it cannot be tracked");
  draft.tracking.files.push_back(std::move(file));
}

Entered open_track_process(Draft& draft, const Arguments& arguments) {
  draft.tracking.param_match.reset();
  draft.tracking.is_full_command = false;
  draft.tracking.has_quorum = false;
  return begin(draft, arguments, "vrrp_track_process", draft.tracking.process);
}

void close_track_process(Draft& draft) {
  auto& process = draft.tracking.process;
  if (process.value.command.empty()) {
    return draft.error(process.at, "no 'process': it cannot be tracked");
  }
  settle_process(draft);
  draft.tracking.processes.push_back(std::move(process));
}

Entered open_sync_group(Draft& draft, const Arguments& arguments) {
  return begin(draft, arguments, "vrrp_sync_group", draft.tracking.group);
}

void close_sync_group(Draft& draft) {
  draft.tracking.groups.push_back(std::move(draft.tracking.group));
}

}  // namespace evenkeel::config
