// Messages of the vrrp process.
#include "vrrp/reporter.h"

#include <utility>

#include "vrrp/limits.h"
#include "vrrp/protocol/reasons.h"

namespace evenkeel::vrrp {

Reporter::Reporter(WorkerContext& context, Find find, IsPresent is_present, GroupOf group_of,
                   DescribeRouting describe_routing, DescribeLinks describe_links)
    : context_(context),
      find_(std::move(find)),
      is_present_(std::move(is_present)),
      group_of_(std::move(group_of)),
      describe_routing_(std::move(describe_routing)),
      describe_links_(std::move(describe_links)) {}

void Reporter::mark(const Instance& instance) {
  if (instance.membership == Membership::removed) return;
  marked_.insert(instance.id);
  if (std::exchange(is_flush_posted_, true)) return;
  context_.loop.post([this] { flush(); });
}

void Reporter::flush() {
  is_flush_posted_ = false;
  for (const InstanceId id : std::exchange(marked_, {})) {
    const Instance* instance = find_(id);
    if (instance != nullptr && instance->membership == Membership::configured) {
      send_state(*instance);
    }
  }
}

void Reporter::report_counters(std::map<InstanceId, std::unique_ptr<Instance>>& instances) {
  std::size_t sent = 0;
  auto next = instances.upper_bound(last_counted_);
  for (std::size_t looked = 0; looked < instances.size(); ++looked, ++next) {
    if (next == instances.end()) next = instances.begin();
    Instance& instance = *next->second;
    const std::uint64_t counted = total(instance.counters);
    const bool is_due =
        instance.membership == Membership::configured && instance.reported_total != counted;
    if (!is_due) continue;
    instance.reported_total = counted;
    last_counted_ = instance.id;
    send_state(instance);
    if (++sent == kCounterUpdatesPerInterval) return;
  }
}

void Reporter::send_state(const Instance& instance) {
  InstanceState state = describe(instance, group_of_(instance), is_present_);
  state.why_not_master = why_not_master(instance.settings, instance.state, context_.loop.now());
  for (const auto& route : instance.config.routes) {
    state.routes.push_back(describe_routing_(route));
  }
  for (const auto& rule : instance.config.rules) state.rules.push_back(describe_routing_(rule));
  state.links = describe_links_(instance);
  context_.send(StateValue(std::move(state)));
}

void Reporter::tell(Severity severity, const char* kind, const Instance& instance,
                    const std::string& text) {
  context_.tell(severity, kind, object_name(instance), text);
}

void Reporter::run_scripts(const Instance& instance, ScriptCause cause) {
  const auto priority = effective_priority(instance.settings, instance.state);
  const auto queue = object_name(instance);
  auto scripts = scripts_for(instance.config, cause, priority);
  if (cause == ScriptCause::lower_priority_heard) {
    std::erase_if(scripts, [&](const Script& script) {
      return outbox_.count(queue, script) >= kMaxLowerPriorityRuns;
    });
  }
  run(queue, std::move(scripts));
  write_line(notify_line(instance.config, cause, priority));
}

void Reporter::run_scripts(const SyncGroup& group, ScriptCause cause) {
  run("group/" + group.name, scripts_for(group, cause));
  write_line(notify_line(group, cause));
}

void Reporter::run(const std::string& queue, std::vector<Script> scripts) {
  for (auto& script : scripts) {
    RunScript run{.sender = WorkerKind::vrrp, .queue = queue, .script = std::move(script)};
    if (const auto forgotten = outbox_.add(run)) {
      context_.tell(Severity::warning, "script", forgotten->queue,
                    "script " + forgotten->script.argv[0] +
                        ": not waited for any more: too many are without an end");
    }
    context_.send(run);
  }
}

// What the last runner had not ended runs again: twice is better than never.
void Reporter::on_runner_started() {
  for (const auto& script : outbox_.all()) context_.send(script);
  context_.send(lines_.replay());
}

void Reporter::set_notify(const NotifySettings& settings) {
  lines_.configure(settings);
  repeats_states_ = settings.repeats_states_on_reload;
}

void Reporter::write_line(std::string text) {
  if (const auto lines = lines_.add(std::move(text))) context_.send(*lines);
}

void Reporter::repeat_state(const Instance& instance) {
  const auto cause = cause_of(instance.state.role);
  if (!repeats_states_ || !cause) return;
  const auto priority = effective_priority(instance.settings, instance.state);
  write_line(notify_line(instance.config, *cause, priority));
}

void Reporter::repeat_state(const SyncGroup& group, Role role) {
  const auto cause = cause_of(role);
  if (repeats_states_ && cause) write_line(notify_line(group, *cause));
}

void Reporter::tell(Severity severity, const char* kind, const SyncGroup& group,
                    const std::string& text) {
  context_.tell(severity, kind, "group/" + group.name, text);
}

void Reporter::tell_static(Severity severity, const char* kind, const std::string& text) {
  context_.tell(severity, kind, "static", text);
}

void Reporter::remove(const std::string& name) { context_.send(StateRemoved{"vrrp/" + name}); }

}  // namespace evenkeel::vrrp
