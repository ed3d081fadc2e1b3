// The state machine's life outside elections: start, link, stop, settings, stalls, and how a role
// is entered. Pure.
#include "vrrp/protocol/fsm.h"

#include <algorithm>
#include <utility>

#include "vrrp/protocol/link_plan.h"
#include "vrrp/protocol/reasons.h"
#include "vrrp/protocol/timers.h"
#include "vrrp/protocol/transition.h"

namespace evenkeel::vrrp {

void Transition::handle(const Event& event) {
  if (state_.life == Life::ended) return;
  listen_first_if_stalled();
  std::visit([this](const auto& specific) { on(specific); }, event);
}

Step Transition::finish() {
  const bool announces = state_.role == Role::master && state_.life == Life::running;
  if (!announces) {
    state_.announcements = {};
    state_.conflict.reset();
  }
  const TimePoint healed = state_.conflict ? state_.conflict->ends : kNever;
  state_.deadline = std::min({state_.timer, state_.announcements.next(), healed});
  return {std::move(state_), std::move(actions_)};
}

void Transition::on(const Startup& event) {
  if (const auto* down = std::get_if<LinkDown>(&event.link)) {
    act(ReleaseAddresses{});
    become_fault(down->reason);
    return;
  }
  state_.source = std::get<LinkUp>(event.link).source;
  const bool is_still_master =
      event.adoption && now_ < event.adoption->last_advert + least_down_time();
  if (is_still_master) {
    resume_as_master(event.adoption->last_advert);
    return;
  }
  if (priority() == kPriorityOwner) {
    become_master("starting as the owner of the addresses", Takeover::plain);
    return;
  }
  act(ReleaseAddresses{});
  if (settings_.initial_state == InitialState::master) {
    become_backup("starting: listening for one interval (state MASTER)",
                  now_ + settings_.advert_interval +
                      least_skew(settings_.version, settings_.advert_interval));
  } else {
    become_backup("starting: listening for a master", now_ + down_time());
  }
  if (event.joins_masters) want_master("joining its sync group, which is MASTER");
}

void Transition::on(const InterfaceUp& event) {
  state_.source = event.source;
  state_.source_lost.reset();
  if (state_.role == Role::fault && state_.life == Life::running) start_listening();
}

void Transition::on(const InterfaceDown& event) {
  if (state_.life == Life::leaving) {
    end();
  } else if (state_.role == Role::fault) {
    if (state_.reason == event.reason) return;
    state_.reason = event.reason;
    change_role(Role::fault, event.reason);
  } else if (state_.role != Role::init) {
    become_fault(event.reason);
  }
}

void Transition::on(const SourceLost&) {
  if (state_.role == Role::fault || state_.life == Life::leaving) return;
  if (!state_.source_lost) state_.source_lost = now_;
}

void Transition::on(const AdvertReceived& advert) {
  if (state_.life == Life::leaving) return on_advert_as_leaver(advert);
  switch (state_.role) {
    case Role::backup:
      return on_advert_as_backup(advert);
    case Role::master:
      return on_advert_as_master(advert);
    case Role::init:
    case Role::fault:
      return;
  }
}

void Transition::on(const DeadlineReached&) {
  if (state_.life == Life::leaving) {
    if (now_ >= state_.timer) end();
    return;
  }
  if (now_ >= state_.timer) {
    if (state_.role == Role::backup) {
      on_deadline_as_backup();
    } else if (state_.handing_over) {
      on_hand_over_refused();
    } else if (state_.role == Role::master) {
      on_deadline_as_master();
    }
  }
  if (state_.role != Role::master) return;
  end_conflict_when_due();
  const auto frames = announce_due(state_.announcements, settings_.announce, now_);
  const bool is_extra = extra_due(state_.announcements, settings_.announce, now_);
  if (has_let_go()) return;
  if (frames > 0) act(Announce{frames});
  if (is_extra) act(Announce{1, AnnounceScope::extra});
}

void Transition::on(const Shutdown&) {
  const bool must_be_relieved = state_.role == Role::master && state_.life == Life::running;
  if (!must_be_relieved) return end();
  act(SendAdvert{kPriorityResign});
  if (settings_.leaving == Leaving::at_once) return end();
  state_.life = Life::leaving;
  state_.reason = "stopping: waiting to be relieved";
  state_.timer = now_ + relief_time(settings_);
}

void Transition::on(const SettingsChanged& event) {
  if (state_.life != Life::running) return;
  if (settings_.priority != event.previous.priority) state_.has_yielded_ownership = false;
  if (settings_.version != event.previous.version) state_.master_interval = Duration(0);
  if (state_.role == Role::backup) on_settings_changed_as_backup(event.previous);
  if (state_.role == Role::master) on_settings_changed_as_master(event.previous);
}

// A process that was not scheduled, or a machine that was suspended, must not act on what it
// believed before: its peers have elected a master meanwhile.
void Transition::listen_first_if_stalled() {
  if (state_.timer == kNever || state_.life != Life::running) return;
  const auto late = std::chrono::duration_cast<Duration>(now_ - state_.timer);
  if (late >= patience()) listen_first(stalled_reason(late));
}

// A master's peers count from its last advert.
Duration Transition::patience() const {
  return state_.role == Role::master ? least_down_time() - settings_.advert_interval : down_time();
}

// From a master's last advert to the earliest takeover: a peer's priority, which may be any,
// decides how long it waits.
Duration Transition::least_down_time() const {
  return settings_.advert_interval * settings_.down_timer_adverts +
         least_skew(settings_.version, settings_.advert_interval);
}

void Transition::listen_first(const std::string& reason) {
  act(Note{NoteKind::stall, reason});
  if (state_.role == Role::master) {
    become_backup(reason, now_ + down_time());
  } else {
    state_.reason = reason;
    state_.wants_master = false;
    state_.timer = now_ + down_time();
  }
}

// The timer did not run meanwhile: a backup hears its master for as long as before the sleep, but a
// master's peers have waited through it.
void Transition::on(const Suspended& event) {
  if (state_.timer == kNever || state_.life != Life::running) return;
  const auto awake = std::chrono::duration_cast<Duration>(now_ - state_.timer);
  const auto late = state_.role == Role::master ? awake + event.slept : event.slept;
  if (late >= patience()) listen_first(suspended_reason(event.slept));
}

void Transition::start_listening() {
  state_.master_interval = Duration(0);
  state_.master.reset();
  if (priority() == kPriorityOwner) {
    become_master("interface is back; owner of the addresses", Takeover::plain);
  } else {
    become_backup("interface is back: listening for a master", now_ + down_time());
  }
}

void Transition::become_master(std::string reason, Takeover takeover) {
  if (settings_.is_grouped && !may_take_over_) return want_master(reason);
  state_.wants_master = false;
  state_.preempt_at.reset();
  state_.has_master_resigned = false;
  state_.last_conflict_burst.reset();
  state_.master_interval = Duration(0);
  send_advert();
  claim_addresses(takeover);
  change_role(Role::master, std::move(reason));
  state_.master.reset();
}

void Transition::claim_addresses(Takeover takeover) {
  act(AcquireAddresses{});
  const auto frames = announce_takeover(state_.announcements, settings_.announce, takeover, now_);
  if (frames > 0) act(Announce{frames});
}

void Transition::resume_as_master(TimePoint last_advert) {
  state_.timer = std::max(now_, next_advert(last_advert, settings_.advert_interval));
  act(AcquireAddresses{});
  resume_announcing(state_.announcements, settings_.announce, now_);
  const auto age = std::chrono::duration_cast<Duration>(now_ - last_advert);
  change_role(Role::master, adopted_reason(age), RoleChange::resumed);
}

void Transition::become_backup(std::string reason, TimePoint takeover_at) {
  state_.preempt_at.reset();
  state_.has_master_resigned = false;
  state_.wants_master = false;
  state_.handing_over.reset();
  if (settings_.preempt && settings_.preempt_delay > Duration(0)) {
    state_.preempt_at = now_ + settings_.preempt_delay;
  }
  if (state_.role == Role::master) act(ReleaseAddresses{});
  state_.timer = takeover_at;
  change_role(Role::backup, std::move(reason));
}

void Transition::become_fault(std::string reason) {
  if (state_.role == Role::master) {
    act(SendAdvert{kPriorityResign});
    act(ReleaseAddresses{});
  }
  state_.timer = kNever;
  state_.source_lost.reset();
  state_.preempt_at.reset();
  state_.master.reset();
  state_.has_master_resigned = false;
  state_.wants_master = false;
  state_.handing_over.reset();
  change_role(Role::fault, std::move(reason));
}

void Transition::end() {
  if (state_.role == Role::master) act(ReleaseAddresses{});
  state_.life = Life::ended;
  state_.timer = kNever;
  state_.wants_master = false;
  change_role(Role::init, "stopped");
  act(Ended{});
}

void Transition::send_advert() {
  act(SendAdvert{priority()});
  state_.timer = next_advert(now_, settings_.advert_interval);
}

void Transition::change_role(Role to, std::string reason, RoleChange change) {
  state_.reason = reason;
  act(AnnounceRole{std::exchange(state_.role, to), to, change, std::move(reason)});
}

void Transition::want_master(const std::string& reason) {
  const bool resigned = state_.has_master_resigned;
  if (state_.role != Role::backup) become_backup("waiting for its sync group: " + reason, now_);
  state_.has_master_resigned = resigned;
  state_.wants_master = true;
  // Looked at again after an interval: what came meanwhile may have changed its mind.
  state_.timer = now_ + settings_.advert_interval;
}

void Transition::on(const GroupTakesOver&) {
  if (state_.role != Role::backup || !state_.wants_master) return;
  may_take_over_ = true;
  on_deadline_as_backup();
}

void Transition::on(const GroupGivesWay& event) {
  if (state_.role != Role::master || state_.life != Life::running) return;
  act(SendAdvert{kPriorityResign});
  become_backup(event.reason, now_ + down_time());
}

void Transition::on(const HandOver& event) {
  const bool is_master = state_.role == Role::master && state_.life == Life::running;
  if (!is_master || state_.handing_over) return;
  act(SendAdvert{kPriorityResign});
  state_.handing_over = event.reason;
  if (has_let_go()) act(ReleaseAddresses{});
  state_.timer = now_ + std::max(event.patience, relief_time(settings_));
}

// A switch must not see one MAC at two ports: a virtual one is let go before the peer takes it.
bool Transition::has_let_go() const {
  return state_.handing_over && settings_.leaving == Leaving::at_once;
}

void Transition::on_hand_over_refused() {
  const bool must_claim = has_let_go();
  state_.handing_over.reset();
  send_advert();
  if (must_claim) claim_addresses(Takeover::plain);
  act(Note{NoteKind::hand_over_refused, "no peer took over within its time: staying MASTER"});
}

Settings settings_of(const VrrpInstance& instance) {
  return {.version = instance.version,
          .priority = instance.priority,
          .initial_state = instance.initial_state,
          .advert_interval = instance.advert_interval,
          .down_timer_adverts = instance.down_timer_adverts,
          .preempt = instance.preempt,
          .preempt_delay = instance.preempt_delay,
          .lower_priority_no_advert = instance.lower_priority_no_advert,
          .higher_priority_send_advert = instance.higher_priority_send_advert,
          .owner_ignores_adverts = instance.owner_ignores_adverts,
          .announce = instance.announce,
          .leaving = has_virtual_mac(instance) ? Leaving::at_once : Leaving::relieved};
}

std::uint8_t effective_priority(const Settings& settings, const State& state) {
  const bool yields = settings.priority == kPriorityOwner && state.has_yielded_ownership;
  return yields ? kPriorityOwner - 1 : settings.priority;
}

Duration counted_interval(const Settings& settings, const State& state) {
  const bool is_learned = settings.version == 3 && state.master_interval > Duration(0);
  return is_learned ? state.master_interval : settings.advert_interval;
}

Duration master_down_time(const Settings& settings, const State& state) {
  return master_down_time(settings.version, effective_priority(settings, state),
                          counted_interval(settings, state), settings.down_timer_adverts);
}

Duration relief_time(const Settings& settings) {
  return longest_skew(settings.version, settings.advert_interval) + kReliefMargin;
}

bool must_hear_first(const Settings& settings, const State& state, TimePoint now) {
  if (state.life != Life::running || now < state.timer) return false;
  if (state.role == Role::master) return now >= state.timer + settings.advert_interval;
  return state.role == Role::backup;
}

Step step(const Settings& settings, State state, const Event& event, TimePoint now) {
  Transition transition(settings, std::move(state), now);
  transition.handle(event);
  return transition.finish();
}

}  // namespace evenkeel::vrrp
