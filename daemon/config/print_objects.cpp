// The blocks of the outermost level beside services, each under the name that a comparison tells.
// Pure.
#include "daemon/config/print.h"
#include "daemon/config/print_network.h"

namespace evenkeel::config {
namespace {

class Objects {
 public:
  // Nothing for an empty block without a name.
  void add(std::string name, std::string_view keyword, const std::string& title,
           PrintedBlock block) {
    if (block.empty() && title.empty()) return;
    const auto words = title.empty() ? std::string() : word(title);
    objects_.push_back({std::move(name), {std::string(keyword), words, std::move(block)}});
  }
  void add(std::string_view kind, const std::string& title, PrintedBlock block) {
    add(std::string(kind) + "/" + title, kind, title, std::move(block));
  }
  void add_flag(std::string_view keyword) {
    objects_.push_back({std::string(keyword), {std::string(keyword), {}, std::nullopt}});
  }
  std::vector<PrintedObject> take() { return std::move(objects_); }

 private:
  std::vector<PrintedObject> objects_;
};

template <typename T, typename Words>
PrintedBlock entries_of(const std::vector<T>& values, Words words) {
  PrintedBlock block;
  for (const auto& value : values) put(block, {}, words(value));
  return block;
}

void add_announce_groups(Objects& objects, const std::vector<AnnounceGroup>& groups) {
  for (std::size_t i = 0; i < groups.size(); ++i) {
    PrintedBlock block;
    put_time(block, "garp_interval", groups[i].interval);
    put_time(block, "gna_interval", groups[i].na_interval);
    open(block, "interfaces") =
        entries_of(groups[i].interfaces, [](const std::string& name) { return word(name); });
    objects.add("garp_group/" + std::to_string(i + 1), "garp_group", {}, std::move(block));
  }
}

void add_statics(Objects& objects, const StaticNetwork& statics) {
  for (const auto& group : statics.groups) {
    PrintedBlock block;
    open(block, "group") =
        entries_of(group.instances, [](const std::string& name) { return word(name); });
    objects.add("track_group", group.name, std::move(block));
  }
  const auto static_words = [](const StaticAddress& entry) {
    const auto group = entry.track_group.empty() ? "" : " track_group " + word(entry.track_group);
    return address_words(entry.address) + group;
  };
  objects.add("static_ipaddress", "static_ipaddress", {},
              entries_of(statics.addresses, static_words));
  objects.add("static_routes", "static_routes", {}, entries_of(statics.routes, route_words));
  objects.add("static_rules", "static_rules", {}, entries_of(statics.rules, rule_words));
}

std::string polled_words(const PolledLink& link) {
  switch (link.method) {
    case LinkPollMethod::any:
      break;
    case LinkPollMethod::mii:
      return word(link.interface) + " MII";
    case LinkPollMethod::ethtool:
      return word(link.interface) + " ETHTOOL";
    case LinkPollMethod::ioctl:
      return word(link.interface) + " IOCTL";
  }
  return word(link.interface);
}

void add_links(Objects& objects, const Config& config) {
  if (config.link_polling.all) objects.add_flag("linkbeat_use_polling");
  objects.add("linkbeat_interfaces", "linkbeat_interfaces", {},
              entries_of(config.link_polling.links, polled_words));
}

void put_milliseconds(PrintedBlock& block, std::string_view keyword, Duration value) {
  put(block, keyword, number(value.count() / 1000));
}

PrintedBlock bfd_block(const BfdInstance& session) {
  PrintedBlock block;
  put(block, "neighbor_ip", to_string(session.neighbor));
  if (session.source.is_set()) put(block, "source_ip", to_string(session.source));
  put_milliseconds(block, "min_rx", session.receive_interval);
  put_milliseconds(block, "min_tx", session.transmit_interval);
  put_milliseconds(block, "idle_tx", session.idle_interval);
  put(block, "multiplier", number(session.multiplier));
  if (session.passive) put(block, "passive");
  put(block, "multihop", on_off(session.multihop));
  put(block, "ttl", number(session.ttl));
  put(block, "max_hops", number(session.max_hops));
  put(block, "weight", number(session.weight) + (session.reversed ? " reverse" : ""));
  if (!session.for_checks) put(block, "vrrp");
  if (!session.for_vrrp) put(block, "checker");
  return block;
}

PrintedBlock script_block(const TrackedScript& script) {
  PrintedBlock block;
  put_script(block, "script", script.script);
  put_time(block, "interval", script.interval);
  put_time(block, "timeout", script.timeout);
  put(block, "rise", number(script.rise));
  put(block, "fall", number(script.fall));
  if (script.is_down_at_first) put(block, "init_fail");
  return block;
}

PrintedBlock file_block(const TrackedFile& file) {
  PrintedBlock block;
  put(block, "file", word(file.path));
  if (file.init == FileInit::none) return block;
  put(block, "init_file",
      number(file.initial_value) + (file.init == FileInit::overwrite ? " overwrite" : ""));
  return block;
}

PrintedBlock process_block(const TrackedProcess& process) {
  PrintedBlock block;
  std::string words = word(process.command);
  for (const auto& parameter : process.parameters) words += " " + word(parameter);
  put(block, "process", words);
  switch (process.match) {
    case ProcessMatch::name:
      break;
    case ProcessMatch::command:
      put(block, "full_command");
      break;
    case ProcessMatch::exact:
      if (process.parameters.empty()) put(block, "param_match", "partial");
      break;
    case ProcessMatch::partial:
      put(block, "param_match", "partial");
      break;
    case ProcessMatch::initial:
      put(block, "param_match", "initial");
      break;
  }
  if (process.quorum != 0) put(block, "quorum", number(process.quorum));
  if (process.quorum_max != TrackedProcess{}.quorum_max) {
    put(block, "quorum_max", number(process.quorum_max));
  }
  if (process.fork_delay != Duration{0}) put_time(block, "fork_delay", process.fork_delay);
  if (process.terminate_delay != Duration{0}) {
    put_time(block, "terminate_delay", process.terminate_delay);
  }
  return block;
}

std::string delay_words(const LinkDelay& delay) {
  return word(delay.interface) + " " + seconds_word(delay.down) + " " + seconds_word(delay.up);
}

PrintedBlock group_block(const SyncGroup& group) {
  PrintedBlock block;
  open(block, "group") =
      entries_of(group.members, [](const std::string& name) { return word(name); });
  put_trackers(block, group.trackers);
  if (group.do_member_weights_count) put(block, "sync_group_tracking_weight");
  put_script(block, "notify_master", group.scripts.master);
  put_script(block, "notify_backup", group.scripts.backup);
  put_script(block, "notify_fault", group.scripts.fault);
  put_script(block, "notify_stop", group.scripts.stop);
  put_script(block, "notify", group.scripts.any);
  return block;
}

}  // namespace

std::vector<PrintedObject> print_objects(const Config& config) {
  Objects objects;
  objects.add("global_defs", "global_defs", {}, print_global(config));
  objects.add("SSL", "SSL", {}, print_tls(config.daemon.tls));
  add_announce_groups(objects, config.global.announce_groups);
  add_statics(objects, config.statics);
  add_links(objects, config);
  for (const auto& session : config.bfd_instances) {
    objects.add("bfd_instance", session.name, bfd_block(session));
  }
  for (const auto& script : config.tracking.scripts) {
    objects.add("vrrp_script", script.name, script_block(script));
  }
  for (const auto& file : config.tracking.files) {
    objects.add("track_file", file.name, file_block(file));
  }
  for (const auto& process : config.tracking.processes) {
    objects.add("vrrp_track_process", process.name, process_block(process));
  }
  objects.add("interface_up_down_delays", "interface_up_down_delays", {},
              entries_of(config.tracking.link_delays, delay_words));
  for (const auto& group : config.tracking.groups) {
    objects.add("vrrp_sync_group", group.name, group_block(group));
  }
  for (const auto& instance : config.instances) {
    objects.add("vrrp/" + instance.name, "vrrp_instance", instance.name, print_instance(instance));
  }
  return objects.take();
}

}  // namespace evenkeel::config
