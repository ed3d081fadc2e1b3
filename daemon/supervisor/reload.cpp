// Pure.
#include "daemon/supervisor/reload.h"

#include <span>

#include "daemon/config/config_diff.h"
#include "evenkeel/messages.h"

namespace evenkeel {

RunningConfig remember(const Parsed& parsed) {
  RunningConfig running{
      .findings = parsed.findings, .interfaces = {}, .model = encode(parsed.config)};
  running.model.shrink_to_fit();
  for (const auto& instance : parsed.config.instances) {
    running.interfaces[instance.name] = instance.interface;
  }
  return running;
}

std::optional<std::string> refusal(
    const RunningConfig& running, const Parsed& next,
    const std::function<bool(const std::string&)>& interface_exists) {
  const auto errors = new_errors(running.findings, next.findings);
  if (!errors.empty()) {
    return "it brings " + std::to_string(errors.size()) +
           " new error(s), the first: " + to_string(errors.front());
  }
  for (const auto& instance : next.config.instances) {
    const auto old = running.interfaces.find(instance.name);
    if (old == running.interfaces.end() || old->second == instance.interface) continue;
    if (!interface_exists(instance.interface)) {
      return "vrrp_instance " + instance.name + " would move from " + old->second + " to " +
             instance.interface + ", which does not exist";
    }
  }
  return std::nullopt;
}

ConfigDiff diff_of(const RunningConfig& running, const std::string& file, const Parsed& next,
                   const std::function<bool(const std::string&)>& interface_exists) {
  ConfigDiff diff;
  diff.file = file;
  diff.refusal = refusal(running, next, interface_exists).value_or("");
  for (const auto& finding : next.findings) diff.findings.push_back(to_string(finding));
  const auto model = decode_config(std::as_bytes(std::span(running.model)));
  if (next.readable) diff.changes = changes(model.value_or(Config{}), next.config);
  return diff;
}

}  // namespace evenkeel
