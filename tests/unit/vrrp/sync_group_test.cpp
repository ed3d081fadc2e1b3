// Sync groups, alone and driven with real machines through random orders of events.
#include "vrrp/protocol/sync_group.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "vrrp/protocol/fsm.h"

namespace evenkeel::vrrp {
namespace {

using Orders = std::vector<GroupOrder>;
constexpr auto kNone = GroupOrder::none;
constexpr auto kTakeOver = GroupOrder::take_over;
constexpr auto kGiveWay = GroupOrder::give_way;

Member member(Role role, bool wants_master = false) {
  return {.name = "m", .role = role, .wants_master = wants_master};
}

TEST(SyncGroup, TakesOverWhenEveryMemberWantsTo) {
  const std::vector<Member> members{member(Role::backup, true), member(Role::backup, true)};
  EXPECT_EQ(decide(members).role, Role::master);
  EXPECT_EQ(decide(members).orders, (Orders{kTakeOver, kTakeOver}));
}

TEST(SyncGroup, WaitsForAMemberThatDoesNotWantTo) {
  const std::vector<Member> members{member(Role::backup, true), member(Role::backup)};
  EXPECT_EQ(decide(members).role, Role::backup);
  EXPECT_EQ(decide(members).orders, (Orders{kNone, kNone}));
}

TEST(SyncGroup, OneMemberThatGaveWayTakesAllWithIt) {
  const std::vector<Member> members{member(Role::backup), member(Role::master)};
  EXPECT_EQ(decide(members).orders, (Orders{kNone, kGiveWay}));
}

TEST(SyncGroup, AMemberThatWantsToJoinsMasters) {
  const std::vector<Member> members{member(Role::backup, true), member(Role::master)};
  EXPECT_EQ(decide(members).orders, (Orders{kTakeOver, kNone}));
}

TEST(SyncGroup, OneFaultIsEverybodys) {
  std::vector<Member> members{member(Role::master), member(Role::fault)};
  members[1].fault = "interface eth1 is down";
  EXPECT_EQ(decide(members).role, Role::fault);
  EXPECT_EQ(decide(members).reason, "member m is in FAULT: interface eth1 is down");
}

TEST(SyncGroup, AFaultWithoutACauseOfItsOwnHoldsNobody) {
  EXPECT_EQ(decide(std::vector{member(Role::fault), member(Role::fault)}).role, Role::backup);
}

TEST(SyncGroup, ANewMasterWaitsForAMemberThatHasNotStarted) {
  const std::vector<Member> members{member(Role::backup, true), member(Role::init)};
  EXPECT_EQ(decide(members).role, Role::init);
  EXPECT_EQ(decide(members).orders, (Orders{kNone, kNone}));
  // Who was adopted as MASTER stays so while the others start.
  EXPECT_EQ(decide(std::vector{member(Role::master), member(Role::init)}).orders,
            (Orders{kNone, kNone}));
}

TEST(SyncGroup, WhoLeavesIsNoMember) {
  std::vector<Member> members{member(Role::master), member(Role::master)};
  members[1].is_leaving = true;
  EXPECT_EQ(decide(members).role, Role::master);
  members[0].is_leaving = true;
  EXPECT_EQ(decide(members).role, Role::init);
  EXPECT_EQ(decide({}).role, Role::init);
}

// A director's group with real machines, brought in line after each event as the engine does it.
class Director {
 public:
  explicit Director(std::size_t count, bool preempt) {
    for (std::size_t i = 0; i < count; ++i) {
      machines_.push_back({.settings = {.version = 3, .priority = 100, .preempt = preempt},
                           .state = {},
                           .fault = {}});
      machines_.back().settings.is_grouped = true;
    }
  }

  struct Machine {
    Settings settings;
    State state;
    std::optional<std::string> fault;
  };

  void start() {
    for (std::size_t i = 0; i < machines_.size(); ++i) {
      deliver(i, Startup{.link = link_of(i), .adoption = {}});
    }
  }

  void deliver(std::size_t i, const Event& event) {
    auto& machine = machines_[i];
    machine.state = step(machine.settings, std::move(machine.state), event, now_).state;
    bring_in_line();
  }

  void set_fault(std::size_t i, std::optional<std::string> fault) {
    machines_[i].fault = std::move(fault);
    bring_in_line();
  }

  // Lets time pass, with every deadline on the way.
  void advance(Duration by) {
    const TimePoint end = now_ + by;
    for (;;) {
      std::size_t next = 0;
      for (std::size_t i = 1; i < machines_.size(); ++i) {
        if (machines_[i].state.deadline < machines_[next].state.deadline) next = i;
      }
      if (machines_[next].state.deadline > end) break;
      now_ = std::max(now_, machines_[next].state.deadline);
      deliver(next, DeadlineReached{});
    }
    now_ = end;
  }

  bool are_all(Role role) const {
    return std::all_of(machines_.begin(), machines_.end(),
                       [&](const Machine& machine) { return machine.state.role == role; });
  }

  bool is_split() const {
    const auto masters =
        std::count_if(machines_.begin(), machines_.end(),
                      [](const Machine& machine) { return machine.state.role == Role::master; });
    return masters != 0 && static_cast<std::size_t>(masters) != machines_.size();
  }

  bool has_fault() const {
    return std::any_of(machines_.begin(), machines_.end(),
                       [](const Machine& machine) { return machine.fault.has_value(); });
  }

  std::size_t size() const { return machines_.size(); }
  const State& state(std::size_t i) const { return machines_[i].state; }

 private:
  std::variant<LinkUp, LinkDown> link_of(std::size_t i) const {
    if (machines_[i].fault) return LinkDown{*machines_[i].fault};
    if (decision_.role == Role::fault) return LinkDown{decision_.reason};
    return LinkUp{*parse_address("192.0.2.5")};
  }

  void follow_link(std::size_t i) {
    auto& machine = machines_[i];
    if (machine.state.role == Role::init) return;
    const auto link = link_of(i);
    const bool is_up = std::holds_alternative<LinkUp>(link);
    if (is_up == (machine.state.role != Role::fault)) return;
    const Event event = is_up ? Event(InterfaceUp{std::get<LinkUp>(link).source})
                              : Event(InterfaceDown{std::get<LinkDown>(link).reason});
    machine.state = step(machine.settings, std::move(machine.state), event, now_).state;
    is_dirty_ = true;
  }

  void bring_in_line() {
    is_dirty_ = true;
    for (std::size_t round = 0; is_dirty_; ++round) {
      ASSERT_LT(round, 4 * machines_.size()) << "the group finds no peace";
      is_dirty_ = false;
      std::vector<Member> members;
      for (const auto& machine : machines_) {
        members.push_back({.name = "m",
                           .role = machine.state.role,
                           .wants_master = machine.state.wants_master,
                           .is_leaving = false,
                           .fault = machine.fault});
      }
      decision_ = decide(members);
      for (std::size_t i = 0; i < machines_.size(); ++i) follow_link(i);
      if (!is_dirty_) obey();
    }
  }

  void obey() {
    for (std::size_t i = 0; i < machines_.size(); ++i) {
      if (decision_.orders[i] == kNone) continue;
      const Event event =
          decision_.orders[i] == kTakeOver ? Event(GroupTakesOver{}) : Event(GroupGivesWay{"all"});
      auto& machine = machines_[i];
      machine.state = step(machine.settings, std::move(machine.state), event, now_).state;
      is_dirty_ = true;
    }
  }

  std::vector<Machine> machines_;
  GroupDecision decision_;
  bool is_dirty_ = false;
  TimePoint now_{std::chrono::hours(1)};
};

AdvertReceived advert(std::uint8_t priority) {
  return {.source = *parse_address("192.0.2.9"), .priority = priority, .interval = 1s};
}

TEST(SyncGroup, BecomesMasterAsOneAfterTheSlowestTimer) {
  Director director(3, true);
  director.start();
  director.advance(1s);
  director.deliver(1, advert(200));
  director.advance(3s);
  EXPECT_TRUE(director.are_all(Role::backup)) << "member 1 has heard a master";
  director.advance(2s);
  EXPECT_TRUE(director.are_all(Role::master));
}

TEST(SyncGroup, NoOrderOfEventsSplitsItOrLeavesItStuck) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    Director director(2 + seed % 4, seed % 3 != 0);
    director.start();
    for (int event = 0; event < 60; ++event) {
      const std::size_t i = random() % director.size();
      switch (random() % 6) {
        case 0:
          director.set_fault(i, "interface is down");
          break;
        case 1:
        case 2:
          director.set_fault(i, std::nullopt);
          break;
        case 3:
          director.deliver(i, advert(static_cast<std::uint8_t>(random() % 256)));
          break;
        case 4:
          director.deliver(i, Suspended{Duration(random() % 8'000'000)});
          break;
        default:
          director.advance(Duration(random() % 3'000'000));
          break;
      }
      ASSERT_FALSE(director.is_split()) << "seed " << seed << ", event " << event;
      if (director.has_fault()) {
        ASSERT_TRUE(director.are_all(Role::fault)) << "seed " << seed << ", event " << event;
      }
    }
    for (std::size_t i = 0; i < director.size(); ++i) director.set_fault(i, std::nullopt);
    director.advance(10s);
    ASSERT_TRUE(director.are_all(Role::master)) << "seed " << seed << ": stuck";
  }
}

}  // namespace
}  // namespace evenkeel::vrrp
