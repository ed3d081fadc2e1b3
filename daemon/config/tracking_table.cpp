// Sync groups, tracked objects and garp_group. Reference: 1.6–1.10.
#include "daemon/config/blocks.h"
#include "daemon/config/process_tracking.h"
#include "daemon/config/table_tools.h"
#include "daemon/config/tracker_line.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

constexpr auto kSync = in(Block::sync_group);
constexpr auto kScript = in(Block::vrrp_script);
constexpr auto kProcess = in(Block::track_process);
constexpr auto kFile = in(Block::track_file);
constexpr auto kGarp = in(Block::garp_group);
constexpr auto kTrackers = in(Block::vrrp_instance, Block::sync_group);

constexpr auto kBfdTracking = without_effect("BFD");

void store_group(Draft& draft, const Arguments& arguments) {
  for (const auto& word : arguments.words) {
    draft.tracking.group.members.push_back({word.text, word.at});
  }
}

void store_script(Draft& draft, const Arguments& arguments) {
  auto script = arguments.script;
  auto& own = draft.tracking.script.value.script;
  // "</path": passes while the file can be opened. Only bash knows those of /dev/tcp.
  if (script.argv.front().starts_with('<')) {
    const auto path = script.argv.front().substr(1);
    const char* shell = path.starts_with("/dev/tcp/") ? "/bin/bash" : "/bin/sh";
    script.argv = {shell, "-c", ": <\"$1\"", "sh", path};
  }
  // `user` may stand before it.
  if (script.user.empty()) {
    script.user = own.user;
    script.group = own.group;
  }
  own = std::move(script);
}

void store_script_user(Draft& draft, const Arguments& arguments) {
  auto& script = draft.tracking.script.value.script;
  script.user = arguments.words[0].text;
  script.group = arguments.words.size() > 1 ? arguments.words[1].text : "";
}

Duration at_least_some(Draft& draft, const Arguments& arguments) {
  if (arguments.time > 0s) return arguments.time;
  draft.error(arguments.at, quoted(arguments.keyword) + " must be more than 0: 1 is used");
  return 1s;
}

void store_interval(Draft& draft, const Arguments& arguments) {
  draft.tracking.script.value.interval = at_least_some(draft, arguments);
}

void store_timeout(Draft& draft, const Arguments& arguments) {
  draft.tracking.script.timeout = at_least_some(draft, arguments);
}

void store_init_file(Draft& draft, const Arguments& arguments) {
  auto& file = draft.tracking.file.value;
  file.init = FileInit::if_missing;
  for (const auto& word : arguments.words) {
    const auto value = parse_integer(word.text);
    if (word.text == "overwrite") {
      file.init = FileInit::overwrite;
    } else if (value && *value >= -kMaxFileWeight && *value <= kMaxFileWeight) {
      file.initial_value = static_cast<std::int32_t>(*value);
    } else {
      draft.error(word.at, "'init_file' takes [VALUE from -254 to 254] [overwrite], not " +
                               quoted(word.text));
    }
  }
}

constexpr Row kRows[] = {
    {kTrackers,
     "track_interface",
     lines("INTERFACE [weight N [reverse]]"),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { store_tracker(d, a, TrackerKind::interface); }},
    {kTrackers,
     "track_script",
     lines("NAME [weight N [reverse|noreverse]]"),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { store_tracker(d, a, TrackerKind::script); }},
    {kTrackers,
     "track_file",
     lines("NAME [weight N [reverse|noreverse]]"),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { store_tracker(d, a, TrackerKind::file); }},
    {kTrackers,
     "track_process",
     lines("NAME [weight N [reverse|noreverse]]"),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { store_tracker(d, a, TrackerKind::process); }},
    {kTrackers,
     "track_service",
     lines("IP [PORT] [UDP|SCTP] or fwmark N, then [weight N [reverse]]"),
     {},
     kOurs,
     [](Draft& d, const Arguments& a) { store_tracker(d, a, TrackerKind::service); }},
    {kTrackers,
     "track_bfd",
     lines("NAME [weight N [reverse|noreverse]]"),
     {},
     kBfdTracking,
     [](Draft& d, const Arguments& a) {
       d.network.bfd_uses.push_back({a.words.front().text, a.words.front().at});
     }},

    {kSync, "group", lines("INSTANCE…"), {}, kInForce, store_group},
    {kSync,
     "notify_master",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.tracking.group.value.scripts.master = a.script; }},
    {kSync,
     "notify_backup",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.tracking.group.value.scripts.backup = a.script; }},
    {kSync,
     "notify_fault",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.tracking.group.value.scripts.fault = a.script; }},
    {kSync,
     "notify_stop",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.tracking.group.value.scripts.stop = a.script; }},
    {kSync,
     "notify",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.tracking.group.value.scripts.any = a.script; }},
    {kSync,
     "sync_group_tracking_weight",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { d.tracking.group.value.do_member_weights_count = true; }},
    {kSync,
     "global_tracking",
     flag(),
     {},
     as_error(deprecated("sync_group_tracking_weight")),
     [](Draft& d, const Arguments&) { d.tracking.group.value.do_member_weights_count = true; }},

    {kGarp, "garp_interval", seconds(0s, 1000s), "vrrp_garp_interval", kInForce,
     [](Draft& d, const Arguments& a) { d.announce_group.interval = a.time; }},
    {kGarp, "gna_interval", seconds(0s, 1000s), "vrrp_gna_interval", kInForce,
     [](Draft& d, const Arguments& a) { d.announce_group.na_interval = a.time; }},
    {kGarp, "interface", text("INTERFACE"), {}, kInForce, store_group_interfaces},
    {kGarp, "interfaces", lines("INTERFACE…"), {}, kInForce, store_group_interfaces},

    {kScript, "script", script(), {}, kInForce, store_script},
    {kScript, "interval", seconds(0s, kDay), "1", kInForce, store_interval},
    {kScript, "timeout", seconds(0s, kDay), "interval", kInForce, store_timeout},
    {kScript, "weight", text("-253–253 [reverse]", 1, 2), "0", kInForce,
     [](Draft& d, const Arguments& a) {
       auto& open = d.tracking.script;
       read_weight(d, "vrrp_script " + quoted(open.value.name), a.words, kMaxWeight, open.weight);
     }},
    {kScript, "rise", number(1, kMaxInt32), "1", kInForce,
     [](Draft& d, const Arguments& a) { d.tracking.script.value.rise = as<std::uint32_t>(a); }},
    {kScript, "fall", number(1, kMaxInt32), "1", kInForce,
     [](Draft& d, const Arguments& a) { d.tracking.script.value.fall = as<std::uint32_t>(a); }},
    {kScript, "user", text("USER [GROUP]", 1, 2), "script_user", kInForce, store_script_user},
    {kScript,
     "init_fail",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { d.tracking.script.value.is_down_at_first = true; }},

    {kProcess, "process", text("COMMAND", 1, kAnyWords), {}, kInForce, store_process},
    {kProcess, "param_match", choice("initial|partial"), "exact", kInForce, store_param_match},
    {kProcess,
     "full_command",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { d.tracking.is_full_command = true; }},
    {kProcess, "weight", text("-254–254 [reverse]", 1, 2), "0", kInForce,
     [](Draft& d, const Arguments& a) {
       auto& open = d.tracking.process;
       read_weight(d, "vrrp_track_process " + quoted(open.value.name), a.words, kMaxFileWeight,
                   open.weight);
     }},
    {kProcess, "quorum", number(1, kMaxInt32), "1", kInForce,
     [](Draft& d, const Arguments& a) {
       d.tracking.process.value.quorum = as<std::uint32_t>(a);
       d.tracking.has_quorum = true;
     }},
    {kProcess, "quorum_max", number(0, kMaxInt32), "unlimited", kInForce,
     [](Draft& d, const Arguments& a) {
       d.tracking.process.value.quorum_max = as<std::uint32_t>(a);
     }},
    {kProcess, "delay", seconds(1us, 3600s), "0", kInForce,
     [](Draft& d, const Arguments& a) {
       d.tracking.process.value.fork_delay = d.tracking.process.value.terminate_delay = a.time;
     }},
    {kProcess, "fork_delay", seconds(1us, 3600s), "delay", kInForce,
     [](Draft& d, const Arguments& a) { d.tracking.process.value.fork_delay = a.time; }},
    {kProcess, "terminate_delay", seconds(1us, 3600s), "delay", kInForce,
     [](Draft& d, const Arguments& a) { d.tracking.process.value.terminate_delay = a.time; }},

    {kFile,
     "file",
     text("PATH"),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.tracking.file.value.path = a.words.front().text; }},
    {kFile, "weight", text("-254–254 [reverse]", 1, 2), "1", kInForce,
     [](Draft& d, const Arguments& a) {
       auto& open = d.tracking.file;
       read_weight(d, "track_file " + quoted(open.value.name), a.words, kMaxFileWeight,
                   open.weight);
     }},
    {kFile, "init_file", text("[VALUE] [overwrite]", 0, 2), {}, kInForce, store_init_file},

};

}  // namespace

std::span<const Row> tracking_rows() { return kRows; }

}  // namespace evenkeel::config
