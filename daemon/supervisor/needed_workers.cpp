// Pure.
#include "daemon/supervisor/needed_workers.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "evenkeel/codec.h"

namespace evenkeel {

namespace {

// Goes through the model as an encoder does, and finds a command wherever one may stand.
class ScriptFinder {
 public:
  bool is_found() const { return is_found_; }

  template <typename... Ts>
  void operator()(const Ts&... members) {
    (look(members), ...);
  }

 private:
  void look(const Script& script) { is_found_ = is_found_ || script.is_set(); }
  template <typename T>
  void look(const std::optional<T>& value) {
    if (value) look(*value);
  }
  template <typename T>
  void look(const std::vector<T>& values) {
    for (const auto& value : values) look(value);
  }
  template <typename... Ts>
  void look(const std::variant<Ts...>& value) {
    std::visit([this](const auto& held) { look(held); }, value);
  }
  template <typename T>
  void look(const Shared<T>& value) {
    look(*value);
  }
  template <typename T>
  void look(const T& value) {
    if constexpr (Fielded<T>) T::fields(value, *this);
  }

  bool is_found_ = false;
};

bool has_scripts(const Config& config) {
  ScriptFinder finder;
  Config::fields(config, finder);
  return finder.is_found();
}

bool has_fifos(const NotifySettings& notify) {
  return !notify.all.path.empty() || !notify.vrrp.path.empty() || !notify.lvs.path.empty();
}

// A kernel without nftables has iptables, which are a program.
bool has_filters(const std::vector<VrrpInstance>& instances) {
  return std::any_of(instances.begin(), instances.end(),
                     [](const auto& instance) { return !instance.accept; });
}

bool needs_runner(const Config& config) {
  return has_scripts(config) || has_fifos(config.daemon.notify) || has_filters(config.instances) ||
         !config.tracking.files.empty() || !config.tracking.processes.empty();
}

}  // namespace

std::set<WorkerKind> needed_workers(const Config& config) {
  std::set<WorkerKind> needed{WorkerKind::vrrp, WorkerKind::exporter};
  if (!config.services.empty()) needed.insert({WorkerKind::balancer, WorkerKind::checker});
  if (needs_runner(config)) needed.insert(WorkerKind::runner);
  return needed;
}

}  // namespace evenkeel
