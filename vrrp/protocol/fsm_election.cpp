// Adverts and deadlines: who is master. One handler for each pair of event and role. Pure.
#include <algorithm>

#include "vrrp/protocol/reasons.h"
#include "vrrp/protocol/timers.h"
#include "vrrp/protocol/transition.h"

namespace evenkeel::vrrp {

void Transition::on_advert_as_backup(const AdvertReceived& advert) {
  if (has_lost_source_for_an_interval()) return become_fault(kNoSource);
  if (advert.priority == kPriorityResign) {
    const auto skew = skew_time(settings_.version, priority(), counted_interval(settings_, state_));
    state_.timer = std::min(state_.timer, now_ + skew);
    state_.has_master_resigned = true;
    act(Note{NoteKind::resign, to_string(advert.source) + " resigned (priority 0)"});
    return;
  }
  const bool is_lower = advert.priority < priority();
  const bool is_accepted = !settings_.preempt || !is_lower || is_preempt_delay_running(advert);
  note_master(advert);
  if (!is_lower) state_.preempt_at.reset();
  if (!is_accepted) return;
  state_.has_master_resigned = false;
  state_.wants_master = false;
  // RFC 9568, section 6.4.2: a backup adopts the master's interval.
  state_.master_interval = settings_.version == 3 ? advert.interval : Duration(0);
  state_.timer = now_ + down_time();
}

// Starts the delay when a lower-priority master is first heard.
bool Transition::is_preempt_delay_running(const AdvertReceived& advert) {
  if (settings_.preempt_delay <= Duration(0) || advert.priority >= priority()) return false;
  if (!state_.preempt_at) state_.preempt_at = now_ + settings_.preempt_delay;
  return now_ < *state_.preempt_at;
}

void Transition::on_advert_as_master(const AdvertReceived& advert) {
  if (state_.handing_over) return on_advert_while_handing_over(advert);
  if (advert.priority == kPriorityResign) return send_advert();
  if (priority() == kPriorityOwner && settings_.owner_ignores_adverts) {
    return note_conflict({.address = advert.source, .priority = advert.priority});
  }
  note_master(advert);
  if (does_yield_to(advert)) {
    yield_to(advert);
  } else {
    answer_lower_priority(advert);
  }
}

// Equal priorities: the higher address stays (RFC 9568, section 6.4.3). Two owners: the lower
// address steps aside.
bool Transition::does_yield_to(const AdvertReceived& advert) const {
  if (advert.priority != priority()) return advert.priority > priority();
  return advert.source > state_.source;
}

void Transition::yield_to(const AdvertReceived& advert) {
  if (priority() == kPriorityOwner) state_.has_yielded_ownership = true;
  if (settings_.higher_priority_send_advert) act(SendAdvert{priority()});
  state_.master_interval = settings_.version == 3 ? advert.interval : Duration(0);
  become_backup(yielded_reason(advert.source, advert.priority, priority()), now_ + down_time());
}

void Transition::answer_lower_priority(const AdvertReceived& advert) {
  if (!settings_.lower_priority_no_advert) send_advert();
  act(LowerPriorityHeard{});
  note_conflict({.address = advert.source, .priority = advert.priority});
}

void Transition::on_advert_while_handing_over(const AdvertReceived& advert) {
  if (advert.priority == kPriorityResign) return;
  note_master(advert);
  state_.master_interval = settings_.version == 3 ? advert.interval : Duration(0);
  become_backup(*state_.handing_over, now_ + down_time());
}

// The peer has taken over: its first advert precedes its own announcement of the addresses.
void Transition::on_advert_as_leaver(const AdvertReceived& advert) {
  if (advert.priority != kPriorityResign) end();
}

void Transition::on_deadline_as_backup() {
  if (state_.source_lost) return become_fault(kNoSource);
  if (state_.has_master_resigned) {
    const auto& heard = state_.master;
    return become_master(resigned_reason(heard ? heard->address : IpAddress{}),
                         Takeover::relieving);
  }
  if (state_.master && state_.master->priority < priority() &&
      now_ < state_.master->heard + counted_interval(settings_, state_) * 2) {
    return become_master(
        preempted_reason(state_.master->address, state_.master->priority, priority()),
        Takeover::plain);
  }
  std::optional<Duration> silence;
  IpAddress silent;
  if (state_.master) {
    silent = state_.master->address;
    silence = std::chrono::duration_cast<Duration>(now_ - state_.master->heard);
  }
  become_master(silence ? silent_reason(silent, *silence) : "no other master was heard",
                Takeover::plain);
}

void Transition::on_deadline_as_master() {
  if (has_lost_source_for_an_interval()) return become_fault(kNoSource);
  act(SendAdvert{priority()});
  state_.timer = next_advert(state_.timer, settings_.advert_interval);
  if (state_.timer <= now_) state_.timer = next_advert(now_, settings_.advert_interval);
}

void Transition::on_settings_changed_as_backup(const Settings& previous) {
  if (priority() == kPriorityOwner && previous.priority != kPriorityOwner) {
    return become_master("now the owner of the addresses", Takeover::plain);
  }
  if (state_.has_master_resigned) return;
  const bool is_timing_same = settings_.version == previous.version &&
                              settings_.priority == previous.priority &&
                              settings_.advert_interval == previous.advert_interval &&
                              settings_.down_timer_adverts == previous.down_timer_adverts;
  if (is_timing_same) return;
  Settings as_before = settings_;
  as_before.priority = previous.priority;
  if (as_before.advert_interval == previous.advert_interval &&
      as_before.version == previous.version &&
      as_before.down_timer_adverts == previous.down_timer_adverts) {
    // A tracker's change: time that has passed stays passed, or changes that follow each other
    // closely would put a takeover off for ever.
    if (!state_.wants_master) {
      state_.timer += down_time() - master_down_time(as_before, state_);
    }
    return;
  }
  state_.timer = now_ + down_time();
}

void Transition::on_settings_changed_as_master(const Settings& previous) {
  if (!has_let_go()) act(AcquireAddresses{});
  if (settings_ != previous && !state_.handing_over) send_advert();
  if (settings_.announce.refresh != previous.announce.refresh ||
      settings_.announce.extra != previous.announce.extra) {
    resume_announcing(state_.announcements, settings_.announce, now_);
  }
}

bool Transition::has_lost_source_for_an_interval() const {
  return state_.source_lost && now_ >= *state_.source_lost + settings_.advert_interval;
}

void Transition::note_master(const AdvertReceived& advert) {
  state_.master = HeardMaster{advert.source, advert.priority, now_};
}

}  // namespace evenkeel::vrrp
