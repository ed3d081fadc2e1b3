// All checks of the running configuration, by real server: what each does, how it fares. Applies
// new configuration one virtual server at a time and tells its observer which checks start and
// stop; it probes nothing itself. Built lean: there may be tens of thousands.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "checker/health/health.h"
#include "evenkeel/config.h"
#include "evenkeel/state.h"

namespace evenkeel::checker {

// What checks have in common; most of a configuration's share one.
struct Profile {
  Check check;  // its target is unset
  HealthSettings health;
  std::uint8_t kind = 0;  // CheckState::kind
};

inline constexpr std::uint32_t kNoCheck = UINT32_MAX;

struct CheckedServer {
  std::uint32_t first_check = kNoCheck;
  Health reported = Health::unknown;
  bool is_named = false;  // since the last begin()
};
using CheckedServers = std::map<ServerKey, CheckedServer>;

// idle: its next attempt is scheduled; queued: due, but all descriptors are in use.
enum class Phase : std::uint8_t { idle, queued, running };

struct CheckRun {
  std::shared_ptr<const Profile> profile;  // null: this place is free
  CheckedServers::value_type* server = nullptr;
  std::string reason;
  WallTime since{};
  Duration took{0};
  HealthState state;
  std::uint32_t passed = 0, failed = 0;
  std::uint32_t next_of_server = kNoCheck;
  Endpoint target;
  std::uint8_t index = 0;
  Phase phase = Phase::idle;
  bool is_unsent = false;  // its state has news that the store has not
};

class CheckTable {
 public:
  using Id = std::uint32_t;

  class Observer {
   public:
    virtual ~Observer() = default;
    // A new or changed check: it begins with a warm-up.
    virtual void on_check_started(Id id) = 0;
    // Called while the check is still there; stops what runs for it.
    virtual void on_check_stopped(Id id) = 0;
    virtual void on_check_removed(const CheckState& last) = 0;
    virtual void on_checks_of_server_changed(CheckedServers::value_type& server) = 0;
  };

  explicit CheckTable(Observer& observer) : observer_(observer) {}

  // A check that stays the same keeps its state and its timers. One that changed keeps its verdict
  // until the next: a reload alone takes no server out.
  void begin();
  void apply(const VirtualServer& service, WallTime now);
  // What was not named since begin() is gone.
  void end();

  CheckRun& operator[](Id id) { return checks_[id]; }
  const CheckRun& operator[](Id id) const { return checks_[id]; }
  // Ids are below this; some may be free.
  std::size_t capacity() const { return checks_.size(); }
  std::size_t size() const { return checks_.size() - free_.size(); }
  std::vector<Id> checks_of(const CheckedServer& server) const;
  CheckState state_of(Id id) const;
  const CheckedServers& servers() const { return servers_; }
  // The servers that are checked as this one: entries of one group are asked once.
  std::span<const ServerKey> followers_of(const ServerKey& server) const;
  bool has_followers() const { return !followers_.empty(); }

 private:
  std::shared_ptr<const Profile> profile_of(const Check& check);
  void follow(const VirtualServer& service);
  void apply_server(const ServerKey& key, const RealServer& server, WallTime now);
  // Whether the check is new or differs.
  bool apply_check(Id id, const Check& check, WallTime now);
  Id take_id();
  void remove(Id id);

  Observer& observer_;
  CheckedServers servers_;
  std::map<ServerKey, std::vector<ServerKey>> followers_;  // by the server that is checked
  std::deque<CheckRun> checks_;
  std::vector<Id> free_;
  std::unordered_multimap<std::size_t, std::weak_ptr<const Profile>> profiles_;  // by hash
};

}  // namespace evenkeel::checker
