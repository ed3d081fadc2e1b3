// The VRRP state machine of one instance as a pure function (RFC 3768, section 6.4; RFC 9568,
// section 6.4; keepalived's behaviour where they differ). The shell delivers events, performs the
// actions in order, and arms one timer at `state.deadline`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/config.h"
#include "evenkeel/state.h"
#include "vrrp/protocol/announce.h"

namespace evenkeel::vrrp {

inline constexpr std::uint8_t kPriorityResign = 0;
inline constexpr std::uint8_t kPriorityOwner = 255;
inline constexpr std::uint8_t kPriorityResigned = 1;  // by an operator: the last to take over
// Added to the longest skew while a resigned master waits to be relieved: the peer's own work.
inline constexpr Duration kReliefMargin = 100ms;

// relieved: a master that stops forwards on until another takes over. at_once: with a virtual MAC,
// for the switch must not see it at two ports.
enum class Leaving : std::uint8_t { relieved, at_once };

struct Settings {
  std::uint8_t version = 2;
  std::uint8_t priority = 100;
  InitialState initial_state = InitialState::backup;
  Duration advert_interval = 1s;
  std::uint8_t down_timer_adverts = 3;
  bool preempt = true;
  Duration preempt_delay{0};
  bool lower_priority_no_advert = false;
  bool higher_priority_send_advert = false;
  bool owner_ignores_adverts = false;
  AnnounceSettings announce;
  bool is_grouped = false;  // in a sync group: takes over only when told to
  Leaving leaving = Leaving::relieved;
  bool operator==(const Settings&) const = default;
};

Settings settings_of(const VrrpInstance& instance);

// Another router that calls itself master.
struct HeardMaster {
  IpAddress address;
  std::uint8_t priority = 0;
  TimePoint heard{};
  bool operator==(const HeardMaster&) const = default;
};

// Who else acts as MASTER while we do, as long as it shows.
struct Conflict {
  IpAddress address;          // of its adverts; else the virtual address that it claims
  std::uint8_t priority = 0;  // 0: no advert was heard
  std::string hardware;       // empty: no ARP was heard
  TimePoint ends{};
  bool operator==(const Conflict&) const = default;
};

// leaving: priority 0 was sent, forwarding goes on until somebody relieves us.
enum class Life : std::uint8_t { running, leaving, ended };

struct State {
  Role role = Role::init;
  Life life = Life::running;
  std::string reason;
  IpAddress source;                      // ours: the address adverts come from
  std::optional<TimePoint> source_lost;  // the interface has lost it; remembered for an interval
  Duration master_interval{0};           // learned from the master (version 3); 0: our own
  std::optional<HeardMaster> master;
  std::optional<TimePoint> preempt_at;  // the preempt delay runs until then
  bool has_master_resigned = false;     // its priority 0 was the last we heard
  bool wants_master = false;            // grouped only: the timer ran out, the group is waited for
  std::optional<std::string> handing_over;  // priority 0 was sent, nobody has taken over yet: why
  bool has_yielded_ownership = false;       // another owner (255) exists: we count as 254
  std::optional<Conflict> conflict;         // as MASTER only
  std::optional<TimePoint> last_conflict_burst;
  TimePoint timer = kNever;  // next advert as master, takeover as backup, end of relief
  AnnounceSchedule announcements;
  TimePoint deadline = kNever;  // the earliest of the above
};

// A predecessor of this process was master and sent its last advert then.
struct Adoption {
  TimePoint last_advert{};
};

struct LinkUp {
  IpAddress source;
};
struct LinkDown {
  std::string reason;  // "interface eth0 is down"
};

struct Startup {
  std::variant<LinkUp, LinkDown> link;
  std::optional<Adoption> adoption;
  bool joins_masters = false;  // its sync group is MASTER already
};
struct InterfaceUp {
  IpAddress source;
};
struct InterfaceDown {
  std::string reason;
};
// Up, but its last usable address has gone; for one interval that is somebody's restart, not a
// fault.
struct SourceLost {};
struct AdvertReceived {
  IpAddress source;
  std::uint8_t priority = 0;
  Duration interval{0};
};
// A foreign MAC is announced for one of the virtual addresses that we hold.
struct AddressClaimed {
  IpAddress address;
  std::string hardware;
};
struct DeadlineReached {};
// Orderly stop or removal from the configuration.
struct Shutdown {};
// `step` already gets the new settings.
struct SettingsChanged {
  Settings previous;
};

// The machine slept and our clock did not run.
struct Suspended {
  Duration slept{0};
};

// The sync group's orders.
struct GroupTakesOver {};
struct GroupGivesWay {
  std::string reason;
};

// Another member of the sync group, MASTER as well, has heard a router that calls itself so.
struct MemberConflict {};

// An operator's hand-over: the master stays until it is relieved, or stays for good when nobody
// relieves it.
struct HandOver {
  std::string reason;
  // In a sync group the slowest member's relief time: the peer's group waits for it.
  Duration patience{0};
};

using Event = std::variant<Startup, InterfaceUp, InterfaceDown, SourceLost, AdvertReceived,
                           AddressClaimed, DeadlineReached, Shutdown, SettingsChanged, Suspended,
                           GroupTakesOver, GroupGivesWay, MemberConflict, HandOver>;

struct SendAdvert {
  std::uint8_t priority = 0;
  bool operator==(const SendAdvert&) const = default;
};
struct AcquireAddresses {
  bool operator==(const AcquireAddresses&) const = default;
};
struct ReleaseAddresses {
  bool operator==(const ReleaseAddresses&) const = default;
};
// Gratuitous ARP and neighbour advertisements, this many frames an address. extra: only the
// addresses of garp_extra_if.
enum class AnnounceScope : std::uint8_t { every, extra };
struct Announce {
  std::uint32_t frames = 0;
  AnnounceScope scope = AnnounceScope::every;
  bool operator==(const Announce&) const = default;
};
// resumed: the role is that of our predecessor, nobody saw a change.
enum class RoleChange : std::uint8_t { changed, resumed };
struct AnnounceRole {
  Role from = Role::init;
  Role to = Role::init;
  RoleChange change = RoleChange::changed;
  std::string reason;
  bool operator==(const AnnounceRole&) const = default;
};
// Worth an event, without a change of role.
enum class NoteKind : std::uint8_t { conflict, stall, resign, hand_over_refused };
struct Note {
  NoteKind kind = NoteKind::conflict;
  std::string text;
  bool operator==(const Note&) const = default;
};
// Another master was heard that has to yield to us: once for each advert of it.
struct LowerPriorityHeard {
  bool operator==(const LowerPriorityHeard&) const = default;
};
// Shutdown is complete.
struct Ended {
  bool operator==(const Ended&) const = default;
};

using Action = std::variant<SendAdvert, AcquireAddresses, ReleaseAddresses, Announce, AnnounceRole,
                            Note, LowerPriorityHeard, Ended>;

struct Step {
  State state;
  std::vector<Action> actions;
};

Step step(const Settings& settings, State state, const Event& event, TimePoint now);

std::uint8_t effective_priority(const Settings& settings, const State& state);
// The interval the master-down time counts in: the master's own with version 3.
Duration counted_interval(const Settings& settings, const State& state);
Duration master_down_time(const Settings& settings, const State& state);
// How long a resigned master waits for somebody to take over: no backup needs longer.
Duration relief_time(const Settings& settings);
// Whether what waits in the socket must be heard before the timer counts: it may be the advert that
// a backup believes it has missed, or that of the peer who took over from a master that was late.
bool must_hear_first(const Settings& settings, const State& state, TimePoint now);

}  // namespace evenkeel::vrrp
