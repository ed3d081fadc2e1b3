// The state machine's inside: one transition, from the event to the actions. Included by its
// .cpp files alone.
#pragma once

#include <string>
#include <vector>

#include "vrrp/protocol/fsm.h"

namespace evenkeel::vrrp {

class Transition {
 public:
  Transition(const Settings& settings, State state, TimePoint now)
      : settings_(settings), state_(std::move(state)), now_(now) {}

  void handle(const Event& event);
  Step finish();

 private:
  std::uint8_t priority() const { return effective_priority(settings_, state_); }
  Duration down_time() const { return master_down_time(settings_, state_); }

  void on(const Startup& event);
  void on(const InterfaceUp& event);
  void on(const InterfaceDown& event);
  void on(const SourceLost& event);
  void on(const AdvertReceived& event);
  void on(const AddressClaimed& event);
  void on(const DeadlineReached& event);
  void on(const Shutdown& event);
  void on(const SettingsChanged& event);
  void on(const Suspended& event);
  void on(const GroupTakesOver& event);
  void on(const GroupGivesWay& event);
  void on(const MemberConflict& event);
  void on(const HandOver& event);

  void on_advert_as_backup(const AdvertReceived& advert);
  void on_advert_as_master(const AdvertReceived& advert);
  void on_advert_while_handing_over(const AdvertReceived& advert);
  void on_advert_as_leaver(const AdvertReceived& advert);
  void on_deadline_as_backup();
  void on_deadline_as_master();
  void on_settings_changed_as_backup(const Settings& previous);
  void on_settings_changed_as_master(const Settings& previous);

  void listen_first_if_stalled();
  Duration patience() const;
  Duration least_down_time() const;
  void listen_first(const std::string& reason);
  bool has_lost_source_for_an_interval() const;
  bool is_preempt_delay_running(const AdvertReceived& advert);
  bool does_yield_to(const AdvertReceived& advert) const;
  void note_master(const AdvertReceived& advert);
  void answer_lower_priority(const AdvertReceived& advert);
  void yield_to(const AdvertReceived& advert);
  void note_conflict(const Conflict& seen);
  void announce_against_conflict();
  void end_conflict_when_due();

  void start_listening();
  void become_master(std::string reason, Takeover takeover);
  void want_master(const std::string& reason);
  bool has_let_go() const;
  void on_hand_over_refused();
  void resume_as_master(TimePoint last_advert);
  void become_backup(std::string reason, TimePoint takeover_at);
  void become_fault(std::string reason);
  void end();
  void send_advert();
  void claim_addresses(Takeover takeover);
  void change_role(Role to, std::string reason, RoleChange change = RoleChange::changed);
  void act(Action action) { actions_.push_back(std::move(action)); }

  const Settings& settings_;
  State state_;
  TimePoint now_;
  bool may_take_over_ = false;  // grouped: the order is here
  std::vector<Action> actions_;
};

}  // namespace evenkeel::vrrp
