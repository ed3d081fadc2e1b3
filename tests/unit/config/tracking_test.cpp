// Tracked objects, trackers and sync groups to VrrpTracking, with their findings.
#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

const std::string kScripts =
    "vrrp_script chk {\n script \"/bin/chk 'a b'\"\n weight -20\n}\n"
    "vrrp_script plain {\n script /bin/true\n}\n";

Tracker tracker(TrackerKind kind, std::string name, std::int32_t weight = 0,
                bool is_reversed = false) {
  return {.kind = kind, .name = std::move(name), .weight = weight, .is_reversed = is_reversed};
}

std::vector<Tracker> trackers(const std::string& body, const std::string& before = kScripts) {
  const auto parsed = parse_instance(body, before);
  EXPECT_EQ(lines_of(parsed), Lines{}) << body;
  return parsed.config.instances.empty() ? std::vector<Tracker>{}
                                         : parsed.config.instances[0].trackers;
}

Lines findings(const std::string& body, const std::string& before = {}) {
  return lines_of(parse_instance(body, before));
}

std::string instances(const std::string& body = {}) {
  std::string text;
  for (const auto* name : {"a", "b"}) {
    text += "vrrp_instance " + std::string(name) + " {\n interface eth0\n virtual_router_id 5" +
            (name[0] == 'a' ? "1" : "2") + "\n virtual_ipaddress { 192.0.2." +
            (name[0] == 'a' ? "1" : "2") + " }\n" + body + "}\n";
  }
  return text;
}

TEST(Tracking, InterfacesWithAndWithoutWeight) {
  using enum TrackerKind;
  EXPECT_EQ(trackers(" track_interface {\n eth1\n eth2 weight 10\n eth3 weight -5 reverse\n }"),
            (std::vector{tracker(interface, "eth1"), tracker(interface, "eth2", 10),
                         tracker(interface, "eth3", -5, true)}));
}

TEST(Tracking, AScriptsWeightIsItsOwnUnlessTheUserSaysOtherwise) {
  using enum TrackerKind;
  EXPECT_EQ(trackers(" track_script {\n chk\n plain weight 3 reverse\n }"),
            (std::vector{tracker(script, "chk", -20), tracker(script, "plain", 3, true)}));
  EXPECT_EQ(trackers(" track_script {\n chk weight 7\n }"),
            (std::vector{tracker(script, "chk", 7)}));
}

TEST(Tracking, ReverseOfTheScriptCanBeTakenBack) {
  const std::string script = "vrrp_script chk {\n script /bin/true\n weight 5 reverse\n}\n";
  EXPECT_TRUE(trackers(" track_script {\n chk\n }", script)[0].is_reversed);
  EXPECT_FALSE(trackers(" track_script {\n chk weight 5 noreverse\n }", script)[0].is_reversed);
}

TEST(Tracking, ScriptDefaultsAreKeepaliveds) {
  const auto parsed = parse_text(kScripts);
  ASSERT_EQ(parsed.config.tracking.scripts.size(), 2U);
  const auto& chk = parsed.config.tracking.scripts[0];
  EXPECT_EQ(chk.script.argv, (std::vector<std::string>{"/bin/chk", "a b"}));
  EXPECT_EQ(chk.interval, 1s);
  EXPECT_EQ(chk.timeout, 1s);
  EXPECT_EQ(chk.rise, 1U);
  EXPECT_EQ(chk.fall, 1U);
  EXPECT_FALSE(chk.is_down_at_first);
}

TEST(Tracking, EveryWordOfAScriptIsStored) {
  const auto parsed = parse_text(
      "vrrp_script chk {\n user nobody nogroup\n script \"/bin/chk\"\n interval 2.5\n timeout 7\n"
      " rise 3\n fall 4\n init_fail\n}\nvrrp_script zero {\n script /bin/true\n interval 0\n}\n");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"12: error: 'interval' must be more than 0: 1 is used (vrrp_script zero)"}));
  const auto& chk = parsed.config.tracking.scripts.at(0);
  EXPECT_EQ(chk.script.user, "nobody");
  EXPECT_EQ(chk.script.group, "nogroup");
  EXPECT_EQ(chk.interval, 2500ms);
  EXPECT_EQ(chk.timeout, 7s);
  EXPECT_EQ(chk.rise, 3U);
  EXPECT_EQ(chk.fall, 4U);
  EXPECT_TRUE(chk.is_down_at_first);
  EXPECT_EQ(parsed.config.tracking.scripts.at(1).interval, 1s);
}

TEST(Tracking, AFileInPlaceOfACommandIsOpenedAndNoMore) {
  const auto parsed = parse_text("vrrp_script up {\n script \"</run/service up\"\n}\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(parsed.config.tracking.scripts.at(0).script.argv,
            (std::vector<std::string>{"/bin/sh", "-c", ": <\"$1\"", "sh", "/run/service"}));
}

// keepalived runs on without such a script; the instances must not be in FAULT for it.
TEST(Tracking, AScriptThatCannotRunIsSaidOnceAndNotTracked) {
  const auto parsed_without = [](const std::string& missing) {
    MemorySource source;
    source.missing = {missing};
    source.files["conf"].text =
        "vrrp_script chk {\n script \"/bin/chk\"\n user nobody nogroup\n}\n"
        "vrrp_instance web {\n interface eth0\n virtual_router_id 51\n"
        " virtual_ipaddress {\n 192.0.2.10\n }\n track_script {\n chk\n }\n}\n";
    return parse_config("conf", source, {});
  };
  for (const auto& [missing, what] : {std::pair("/bin/chk", "'/bin/chk' is not an executable file"),
                                      std::pair("nobody", "there is no user 'nobody'"),
                                      std::pair("nogroup", "there is no group 'nogroup'")}) {
    const auto parsed = parsed_without(missing);
    EXPECT_EQ(lines_of(parsed), (Lines{"1: error: " + std::string(what) +
                                       ": it cannot be tracked (vrrp_script chk)"}));
    EXPECT_TRUE(parsed.config.instances.at(0).trackers.empty());
    EXPECT_TRUE(parsed.config.tracking.scripts.empty());
  }
  EXPECT_EQ(parsed_without("-").config.instances.at(0).trackers.size(), 1U);
}

TEST(Tracking, TheInstancesOwnInterfaceNeedsNoTracking) {
  EXPECT_EQ(findings(" track_interface {\n eth0 weight 5\n eth1\n }"),
            (Lines{"8: error: 'track_interface' 'eth0' is the instance's own interface, which "
                   "always counts (vrrp_instance web)"}));
}

TEST(Tracking, AScriptWithoutCommandIsAnError) {
  const auto parsed = parse_text("vrrp_script chk {\n interval 2\n}\n" + instances());
  EXPECT_EQ(lines_of(parsed),
            (Lines{"1: error: no 'script': it cannot be tracked (vrrp_script chk)"}));
  EXPECT_EQ(exit_code(parsed), 5);
}

TEST(Tracking, AnUnknownNameIsToldWithThoseThatExist) {
  const auto parsed = parse_instance(" track_script {\n chek\n }", kScripts);
  EXPECT_EQ(lines_of(parsed),
            (Lines{"15: error: track script 'chek' not found; not tracked (vrrp_instance web); "
                   "did you mean 'chk'?"}));
  EXPECT_EQ(exit_code(parsed), 5);
  EXPECT_EQ(findings(" track_file {\n f\n }"),
            (Lines{"8: error: track file 'f' not found; not tracked (vrrp_instance web); "
                   "there is none"}));
}

TEST(Tracking, WeightsOutOfRangeAreErrors) {
  EXPECT_EQ(findings(" track_interface {\n eth1 weight 300\n }"),
            (Lines{"8: error: the weight of track_interface 'eth1' must be from -253 to 253, not "
                   "'300' (vrrp_instance web)"}));
  EXPECT_EQ(findings(" track_interface {\n eth1 weight 254\n }"),
            (Lines{"8: error: the weight of track_interface 'eth1' cannot be 254: taken as 253 "
                   "(vrrp_instance web)"}));
  EXPECT_EQ(findings(" track_interface {\n eth1 weight\n }"),
            (Lines{"8: error: track_interface 'eth1': 'weight' without a value; not tracked "
                   "(vrrp_instance web)"}));
  EXPECT_EQ(findings(" track_interface {\n eth1 wait 3\n }").size(), 1U);
  EXPECT_EQ(findings(" track_interface {\n eth1 weight 3 backwards\n }").size(), 1U);
}

TEST(Tracking, TheSameObjectTwiceIsAnError) {
  EXPECT_EQ(findings(" track_interface {\n eth1\n eth1 weight 3\n }"),
            (Lines{"9: error: duplicate track_interface 'eth1'; the first one counts "
                   "(vrrp_instance web)"}));
  EXPECT_EQ(lines_of(parse_text(kScripts + "vrrp_script chk {\n script /bin/true\n}\n")).size(),
            1U);
}

TEST(Tracking, FilesHaveAWeightOfOneAndMayGoTo254) {
  const std::string file = "track_file f {\n file /run/f\n init_file 7 overwrite\n}\n";
  const auto parsed = parse_instance(" track_file {\n f\n }", file);
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(parsed.config.instances.at(0).trackers,
            (std::vector{tracker(TrackerKind::file, "f", 1)}));
  EXPECT_EQ(parsed.config.tracking.files.at(0),
            (TrackedFile{
                .name = "f", .path = "/run/f", .init = FileInit::overwrite, .initial_value = 7}));
  EXPECT_EQ(trackers(" track_file {\n f weight -254\n }", file)[0].weight, -254);
  EXPECT_EQ(lines_of(parse_text("vrrp_track_file f { }\n")).size(), 2U);
}

TrackedProcess process(const std::string& body) {
  const auto parsed = parse_text("vrrp_track_process p {\n" + body + "\n}\n" + instances());
  return parsed.config.tracking.processes.at(0);
}

TEST(Tracking, AProcessIsRecognisedByItsNameUnlessMoreIsSaid) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(process("process sshd").match, ProcessMatch::name);
  EXPECT_EQ(process("process sshd\nfull_command").match, ProcessMatch::command);
  EXPECT_EQ(process("process sshd\nparam_match initial").match, ProcessMatch::exact);
  for (const auto* text : {"process sshd -D -e", "process \"sshd -D  -e\""}) {
    EXPECT_EQ(process(text).command, "sshd");
    EXPECT_EQ(process(text).parameters, (Words{"-D", "-e"}));
    EXPECT_EQ(process(text).match, ProcessMatch::exact);
    EXPECT_EQ(process(std::string(text) + "\nparam_match initial").match, ProcessMatch::initial);
    EXPECT_EQ(process(std::string(text) + "\nparam_match partial").match, ProcessMatch::partial);
  }
  EXPECT_EQ(process("process sshd \"a b\"").parameters, Words{"a b"});
}

TEST(Tracking, AProcessHasItsNumbers) {
  const auto made = process("process a\nquorum 2\nquorum_max 5\ndelay 3\nfork_delay 0.5");
  EXPECT_EQ(made.quorum, 2U);
  EXPECT_EQ(made.quorum_max, 5U);
  EXPECT_EQ(made.fork_delay, 500ms);
  EXPECT_EQ(made.terminate_delay, 3s);
  EXPECT_EQ(process("process a\nquorum_max 0").quorum, 0U) << "none is what is wanted";
  EXPECT_EQ(process("process a\nquorum 1\nquorum_max 0").quorum_max, TrackedProcess{}.quorum_max);
}

TEST(Tracking, AProcessThatCanNeverBeFoundIsTold) {
  const auto lines = [](const std::string& body) {
    return lines_of(parse_text("vrrp_track_process p {\n" + body + "\n}\n" + instances()));
  };
  EXPECT_EQ(lines("process /usr/sbin/sshd"),
            (Lines{"1: warning: no process has the name '/usr/sbin/sshd': it has a '/'; compared "
                   "with what it was started as, as by 'full_command' (vrrp_track_process p)"}));
  EXPECT_EQ(lines("process sixteen-letters-").size(), 1U);
  EXPECT_EQ(lines("process fifteen-letters"), Lines{});
  EXPECT_EQ(lines("quorum 1"),
            (Lines{"1: error: no 'process': it cannot be tracked (vrrp_track_process p)"}));
  EXPECT_EQ(lines("process a\nquorum 3\nquorum_max 2"),
            (Lines{"1: error: 'quorum_max' 2 is below 'quorum' 3; it is not used "
                   "(vrrp_track_process p)"}));
}

TEST(Tracking, AProcessBringsItsWeightAlong) {
  const std::string block = "vrrp_track_process p {\n process a\n weight -254 reverse\n}\n";
  EXPECT_EQ(trackers(" track_process {\n p\n }", block),
            (std::vector{tracker(TrackerKind::process, "p", -254, true)}));
  EXPECT_EQ(trackers(" track_process {\n p weight 7\n }", block)[0].weight, 7);
  EXPECT_EQ(findings(" track_process {\n q\n }").size(), 1U);
}

TEST(Tracking, LinkDelaysAreDownThenUp) {
  const auto parsed =
      parse_text("interface_up_down_delays {\n eth0 5 7.5\n eth1 3\n}\n" + instances());
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(parsed.config.tracking.link_delays,
            (std::vector<LinkDelay>{{"eth0", 5s, 7500ms}, {"eth1", 3s, 0s}}));
  for (const auto* line :
       {"eth0", "eth0 x", "eth0 256", "eth0 1 2 3", "a/b 1", "eth0 1\n eth0 2"}) {
    const auto text = "interface_up_down_delays {\n " + std::string(line) + "\n}\n";
    EXPECT_EQ(lines_of(parse_text(text + instances())).size(), 1U) << line;
  }
}

TEST(Tracking, TheSourceAddressIsTrackedWhereThereIsOne) {
  const auto with = parse_instance(" track_src_ip\n mcast_src_ip 192.0.2.9");
  EXPECT_EQ(lines_of(with), Lines{});
  EXPECT_TRUE(with.config.instances.at(0).tracks_source);
  const auto without = parse_instance(" track_src_ip");
  EXPECT_EQ(lines_of(without).size(), 1U);
  EXPECT_FALSE(without.config.instances.at(0).tracks_source);
}

TEST(Tracking, AServiceIsNamedAsItsVirtualServerIs) {
  const std::string services =
      "virtual_server 192.0.2.10 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n real_server "
      "10.0.0.1 80 {\n }\n}\n"
      "virtual_server fwmark 7 { lb_algo wlc lb_kind NAT\n real_server 10.0.0.1 {\n }\n}\n";
  EXPECT_EQ(trackers(" track_service {\n 192.0.2.10 80 weight 5\n fwmark 7\n }", services),
            (std::vector{tracker(TrackerKind::service, "tcp:192.0.2.10:80", 5),
                         tracker(TrackerKind::service, "fwmark:7")}));
  EXPECT_EQ(trackers(" track_service {\n tcp:192.0.2.10:80\n }", services).size(), 1U);
  EXPECT_EQ(findings(" track_service {\n 192.0.2.10 81\n }").size(), 1U);
  EXPECT_EQ(findings(" track_service {\n nonsense\n }").size(), 1U);
}

TEST(SyncGroups, EveryWordIsStored) {
  const auto parsed =
      parse_text(kScripts +
                 "vrrp_sync_group G {\n group {\n a b\n }\n track_script {\n chk\n }\n"
                 " notify_master \"/bin/m\"\n notify_backup \"/bin/b\"\n notify_fault \"/bin/f\"\n"
                 " notify_stop \"/bin/s\"\n notify \"/bin/n\"\n sync_group_tracking_weight\n}\n" +
                 instances());
  EXPECT_EQ(lines_of(parsed), Lines{});
  const auto& group = parsed.config.tracking.groups.at(0);
  EXPECT_EQ(group.members, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(group.trackers, (std::vector{tracker(TrackerKind::script, "chk", -20)}));
  EXPECT_TRUE(group.do_member_weights_count);
  EXPECT_EQ(group.scripts.master.argv.at(0), "/bin/m");
  EXPECT_EQ(group.scripts.backup.argv.at(0), "/bin/b");
  EXPECT_EQ(group.scripts.fault.argv.at(0), "/bin/f");
  EXPECT_EQ(group.scripts.stop.argv.at(0), "/bin/s");
  EXPECT_EQ(group.scripts.any.argv.at(0), "/bin/n");
}

TEST(SyncGroups, MembersThatDoNotExistOrAreTakenAreErrors) {
  const auto parsed = parse_text(
      "vrrp_sync_group G {\n group {\n a\n c\n b\n }\n}\n"
      "vrrp_sync_group H {\n group {\n b\n }\n}\n" +
      instances());
  EXPECT_EQ(lines_of(parsed),
            (Lines{"4: error: vrrp_instance 'c' not found (vrrp_sync_group G); did you mean 'a'?",
                   "8: error: a sync group without members is left out (vrrp_sync_group H)",
                   "10: error: vrrp_instance 'b' is already in vrrp_sync_group 'G' "
                   "(vrrp_sync_group H)"}));
  EXPECT_EQ(parsed.config.tracking.groups.size(), 1U);
}

TEST(SyncGroups, OfOneMemberAreAnError) {
  const auto parsed = parse_text("vrrp_sync_group G {\n group { a }\n}\n" + instances());
  EXPECT_EQ(lines_of(parsed), (Lines{"1: error: a sync group of one member (vrrp_sync_group G)"}));
}

TEST(SyncGroups, WeightsThatDoNotCountAreAWarning) {
  const std::string body = " track_interface {\n eth9 weight 5\n }\n";
  const std::string group = "vrrp_sync_group G {\n group { a b }\n";
  EXPECT_EQ(lines_of(parse_text(group + "}\n" + instances(body))).size(), 2U);
  EXPECT_EQ(lines_of(parse_text(group + " sync_group_tracking_weight\n}\n" + instances(body))),
            Lines{});
}

TEST(Tracking, UnderNopreemptAWeightIsWarnedOf) {
  const std::string track = " track_interface {\n eth8\n eth9 weight 5\n }\n";
  const auto own = findings(track + " nopreempt\n");
  ASSERT_EQ(own.size(), 1U);
  EXPECT_NE(own[0].find("warning: the weight of 'eth9' does not bring the addresses here while "
                        "another router is MASTER: 'nopreempt'"),
            std::string::npos)
      << own[0];
  EXPECT_EQ(findings(track), Lines{});
  const std::string group = "vrrp_sync_group G {\n group { a b }\n" + track + "}\n";
  const auto shared = lines_of(parse_text(group + instances(" nopreempt\n")));
  ASSERT_EQ(shared.size(), 1U);
  EXPECT_TRUE(shared[0].starts_with("5: warning: the weight of 'eth9'")) << shared[0];
  EXPECT_EQ(lines_of(parse_text(group + instances())), Lines{});
}

TEST(Notify, DeletedMayComeWithoutAScript) {
  const auto scripts = [](const std::string& body) {
    return *parse_instance(body).config.instances.at(0).scripts;
  };
  EXPECT_FALSE(scripts("").is_removal_deleted);
  EXPECT_TRUE(scripts(" notify_deleted").is_removal_deleted);
  EXPECT_EQ(scripts(" notify_deleted \"/bin/d x\"").deleted.argv.size(), 2U);
  EXPECT_EQ(scripts(" notify_master_rx_lower_pri \"/bin/l\"").lower_priority.argv.size(), 1U);
  EXPECT_TRUE(scripts(" notify_priority_changes").do_priority_changes_count);
  EXPECT_TRUE(parse_instance("", "global_defs { vrrp_notify_priority_changes }\n")
                  .config.instances.at(0)
                  .scripts->do_priority_changes_count);
}

TEST(Tracking, AWeightOfAnInterfaceThatIsNeededDoesNotCount) {
  const std::string tracks =
      "track_interface {\n eth1 weight -20\n}\nvirtual_ipaddress_excluded {\n ";
  const auto said = findings(tracks + "192.0.2.9/24 dev eth1\n}\n");
  ASSERT_EQ(said.size(), 1U);
  EXPECT_NE(said[0].find("the weight of 'eth1' does not count"), std::string::npos) << said[0];
  EXPECT_EQ(findings(tracks + "192.0.2.9/24 dev eth1 no_track\n}\n"), Lines{});
  EXPECT_EQ(findings(tracks + "192.0.2.9/24 dev eth2\n}\n"), Lines{});
}

}  // namespace
}  // namespace evenkeel
