// Sync groups of real machines, brought in line as the engine does it, through random orders of
// events.
#include "vrrp/protocol/group_loop.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "vrrp/protocol/reasons.h"

namespace evenkeel::vrrp {
namespace {

const IpAddress kOwn = *parse_address("192.0.2.5");

AdvertReceived advert(std::uint8_t priority, Duration interval = 1s) {
  return {.source = *parse_address("192.0.2.9"), .priority = priority, .interval = interval};
}

// A director's group. What the engine does with its instances, without sockets and addresses.
class Director {
 public:
  explicit Director(const std::vector<Settings>& members) {
    for (const auto& settings : members) add(settings);
  }

  void add(Settings settings) {
    settings.is_grouped = true;
    machines_.push_back({.settings = settings});
  }

  void start(std::size_t i, std::optional<Adoption> adoption) {
    const bool joins = loop_.decision().role == Role::master && !adoption;
    deliver(i, Startup{.link = link_of(i), .adoption = adoption, .joins_masters = joins});
  }
  void start_all() {
    for (std::size_t i = 0; i < machines_.size(); ++i) start(i, std::nullopt);
  }

  void deliver(std::size_t i, const Event& event) {
    Machine& machine = machines_[i];
    const auto before = standing(machine.state);
    machine.state = step(machine.settings, std::move(machine.state), event, now_).state;
    if (standing(machine.state) != before) regroup();
  }

  void set_link(std::size_t i, const MemberLink& link) {
    machines_[i].link = link;
    follow_link(i);
  }

  void set_priority(std::size_t i, std::uint8_t priority) {
    const Settings before = machines_[i].settings;
    machines_[i].settings.priority = priority;
    deliver(i, SettingsChanged{before});
  }

  void remove_ended() {
    std::erase_if(machines_,
                  [](const Machine& machine) { return machine.state.life == Life::ended; });
    regroup();
  }

  // Lets time pass, with every deadline on the way.
  void advance(Duration by) {
    const TimePoint end = now_ + by;
    for (;;) {
      const auto next = std::min_element(
          machines_.begin(), machines_.end(),
          [](const auto& a, const auto& b) { return a.state.deadline < b.state.deadline; });
      if (next == machines_.end() || next->state.deadline > end) break;
      now_ = std::max(now_, next->state.deadline);
      deliver(static_cast<std::size_t>(next - machines_.begin()), DeadlineReached{});
    }
    now_ = end;
  }

  // Time without a turn of the loop; what is overdue comes after it.
  void stall(Duration by) {
    now_ += by;
    advance(Duration(0));
  }

  bool are_all(Role role) const { return count(role) == count_running(); }
  bool is_split() const { return count(Role::master) != 0 && !are_all(Role::master); }
  bool has_fault() const {
    return std::any_of(machines_.begin(), machines_.end(), [](const Machine& machine) {
      return is_running(machine) && machine.fault.has_value();
    });
  }
  bool has_found_peace() const { return loop_.has_found_peace(); }

  std::size_t size() const { return machines_.size(); }
  TimePoint now() const { return now_; }

 private:
  struct Machine {
    Settings settings;
    State state{};
    MemberLink link = LinkUp{kOwn};
    std::optional<std::string> fault{};
  };

  static bool is_running(const Machine& machine) { return machine.state.life == Life::running; }
  static std::tuple<Role, bool, Life> standing(const State& state) {
    return {state.role, state.wants_master, state.life};
  }

  std::ptrdiff_t count(Role role) const {
    return std::count_if(machines_.begin(), machines_.end(), [&](const Machine& machine) {
      return is_running(machine) && machine.state.role == role;
    });
  }
  std::ptrdiff_t count_running() const {
    return std::count_if(machines_.begin(), machines_.end(), is_running);
  }

  MemberLink link_of(std::size_t i) {
    Machine& machine = machines_[i];
    machine.fault = own_fault(machine.link, machine.state.role);
    return held_link(machine.link, machine.fault, "G", loop_.decision());
  }

  void follow_link(std::size_t i) {
    if (machines_[i].state.role == Role::init) return;
    const bool had_fault = machines_[i].fault.has_value();
    const auto link = link_of(i);
    if (had_fault != machines_[i].fault.has_value()) return regroup();
    if (const auto news = link_news(machines_[i].state, link)) deliver(i, *news);
  }

  std::vector<Member> look() const {
    std::vector<Member> members;
    for (const auto& machine : machines_) {
      members.push_back({.name = "m",
                         .role = machine.state.role,
                         .wants_master = machine.state.wants_master,
                         .is_leaving = !is_running(machine),
                         .fault = machine.fault});
    }
    return members;
  }

  void regroup() {
    if (loop_.is_busy()) return loop_.note_change();
    loop_.settle("G", {.look = [this] { return look(); },
                       .follow_link = [this](std::size_t i) { follow_link(i); },
                       .order = [this](std::size_t i, const Event& order) { deliver(i, order); }});
  }

  std::vector<Machine> machines_;
  GroupLoop loop_;
  TimePoint now_{std::chrono::hours(1)};
};

const Settings kPlain{.version = 3, .priority = 100};

TEST(GroupLoop, BecomesMasterAsOneAfterTheSlowestTimer) {
  Director director({kPlain, kPlain, kPlain});
  director.start_all();
  director.advance(1s);
  director.deliver(1, advert(200));
  director.advance(3s);
  EXPECT_TRUE(director.are_all(Role::backup)) << "member 1 has heard a master";
  director.advance(2s);
  EXPECT_TRUE(director.are_all(Role::master));
}

TEST(GroupLoop, AMemberThatIsAddedJoinsMasters) {
  Director director({kPlain, kPlain});
  director.start_all();
  director.advance(5s);
  director.add(kPlain);
  director.start(2, std::nullopt);
  EXPECT_TRUE(director.are_all(Role::master));
}

TEST(GroupLoop, AHandOverOfEveryMemberIsDoneWhenThePeerIsHeardForOne) {
  Director director({kPlain, kPlain});
  director.start_all();
  director.advance(5s);
  for (std::size_t i = 0; i < 2; ++i) director.deliver(i, HandOver{"why"});
  EXPECT_TRUE(director.are_all(Role::master)) << "until somebody takes over";
  director.deliver(0, advert(50));
  EXPECT_TRUE(director.are_all(Role::backup));
}

class RandomStory {
 public:
  explicit RandomStory(unsigned seed) : random_(seed), director_(members()) {
    for (std::size_t i = 0; i < director_.size(); ++i) {
      const bool is_adopted = below(3) == 0;
      const Adoption adoption{director_.now() - Duration(below(4'000'000))};
      director_.start(i, is_adopted ? std::optional(adoption) : std::nullopt);
    }
  }

  void go_on() {
    if (director_.size() == 0) return join();
    const std::size_t i = below(director_.size());
    const std::vector<std::function<void()>> events{
        [&] { director_.set_link(i, LinkDown{"interface is down"}); },
        [&] { director_.set_link(i, LinkUp{kOwn}); },
        [&] { director_.set_link(i, LinkUp{kOwn}); },
        [&] { director_.set_link(i, LinkDown{kNoSource}); },
        [&] { director_.deliver(i, advert(priority(), Duration(1s) * (1 + below(2)))); },
        [&] { director_.deliver(i, advert(0)); },
        [&] { director_.deliver(i, Suspended{Duration(below(8'000'000))}); },
        [&] { director_.stall(Duration(below(6'000'000))); },
        [&] { director_.set_priority(i, priority()); },
        [&] { track_in_the_group(); },
        [&] { hand_over(); },
        [&] { leave(i); },
        [&] { join(); },
        [&] { director_.deliver(i, MemberConflict{}); },
    };
    const std::size_t choice = below(2 * events.size());
    if (choice < events.size()) return events[choice]();
    director_.advance(Duration(below(3'000'000)));
  }

  // Nobody else speaks, and everything works.
  void calm_down() {
    for (std::size_t i = 0; i < director_.size(); ++i) director_.set_link(i, LinkUp{kOwn});
    director_.advance(60s);
    director_.remove_ended();
  }

  Director& director() { return director_; }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  std::uint8_t priority() {
    constexpr std::array<std::uint8_t, 5> kPriorities{1, 50, 100, 150, 255};
    return kPriorities.at(below(kPriorities.size()));
  }

  Settings member() {
    return {.version = static_cast<std::uint8_t>(2 + below(2)),
            .priority = priority(),
            .advert_interval = Duration(1s) * (1 + below(3)),
            .preempt = below(3) != 0,
            .preempt_delay = Duration(1s) * (below(4) == 0 ? 5 : 0)};
  }

  std::vector<Settings> members() {
    std::vector<Settings> made(2 + below(4));
    for (auto& settings : made) settings = member();
    return made;
  }

  void track_in_the_group() {
    const std::uint8_t tracked = priority();
    const bool is_fault = below(3) == 0;
    for (std::size_t i = 0; i < director_.size(); ++i) {
      director_.set_priority(i, tracked);
      if (is_fault) director_.set_link(i, LinkDown{"script failed"});
    }
  }

  void hand_over() {
    for (std::size_t i = 0; i < director_.size(); ++i) {
      director_.deliver(i, HandOver{"why", Duration(below(5'000'000))});
    }
  }

  void leave(std::size_t i) {
    if (below(4) != 0) return;
    director_.deliver(i, Shutdown{});
    director_.remove_ended();
  }

  void join() {
    if (director_.size() > 6) return;
    director_.add(member());
    director_.start(director_.size() - 1, std::nullopt);
  }

  std::mt19937 random_;
  Director director_;
};

TEST(GroupLoop, NoOrderOfEventsSplitsAGroupOrLeavesItStuck) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    RandomStory story(seed);
    Director& director = story.director();
    for (int event = 0; event < 80; ++event) {
      story.go_on();
      ASSERT_TRUE(director.has_found_peace()) << "seed " << seed << ", event " << event;
      ASSERT_FALSE(director.is_split()) << "seed " << seed << ", event " << event;
      if (director.has_fault()) {
        ASSERT_TRUE(director.are_all(Role::fault)) << "seed " << seed << ", event " << event;
      }
    }
    story.calm_down();
    ASSERT_TRUE(director.are_all(Role::master)) << "seed " << seed << ": stuck";
  }
}

}  // namespace
}  // namespace evenkeel::vrrp
