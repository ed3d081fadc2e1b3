// Two masters: noticed by adverts and by ARP, named once, fought with announcements, healed with
// more of them. Pure.
#include <algorithm>

#include "vrrp/protocol/reasons.h"
#include "vrrp/protocol/transition.h"

namespace evenkeel::vrrp {

namespace {

// Who claims an address by ARP does it seldom.
constexpr Duration kClaimMemory = 30s;

// What the new sign adds to what is known.
Conflict merged(const std::optional<Conflict>& known, const Conflict& seen) {
  if (!known) return seen;
  Conflict conflict = *known;
  if (seen.priority > 0 || known->priority == 0) conflict.address = seen.address;
  if (seen.priority > 0) conflict.priority = seen.priority;
  if (!seen.hardware.empty()) conflict.hardware = seen.hardware;
  return conflict;
}

}  // namespace

void Transition::on(const AddressClaimed& event) {
  if (state_.role != Role::master || state_.life != Life::running) return;
  // It is the peer that we asked for.
  if (state_.handing_over) return;
  note_conflict({.address = event.address, .hardware = event.hardware});
}

void Transition::note_conflict(const Conflict& seen) {
  Conflict conflict = merged(state_.conflict, seen);
  const TimePoint ends = now_ + (seen.priority > 0 ? down_time() : kClaimMemory);
  const bool is_news = !state_.conflict || state_.conflict->hardware != conflict.hardware ||
                       state_.conflict->address != conflict.address;
  conflict.ends =
      state_.conflict && seen.priority == 0 && conflict.priority > 0 ? state_.conflict->ends : ends;
  state_.conflict = conflict;
  if (is_news) act(Note{NoteKind::conflict, conflict_text(conflict, priority())});
  announce_against_conflict();
}

void Transition::on(const MemberConflict&) {
  const bool is_serving = state_.role == Role::master && state_.life == Life::running;
  if (is_serving && !state_.handing_over) announce_against_conflict();
}

void Transition::announce_against_conflict() {
  // One burst an interval at most: who floods us must not make us flood the segment.
  const auto last = state_.last_conflict_burst;
  if (last && now_ < *last + std::min<Duration>(settings_.advert_interval, 1s)) return;
  state_.last_conflict_burst = now_;
  const auto frames = announce_conflict(state_.announcements, settings_.announce, now_);
  if (frames > 0) act(Announce{frames});
}

// Whatever the other one has told the neighbours last, they hear of us again.
void Transition::end_conflict_when_due() {
  if (!state_.conflict || now_ < state_.conflict->ends) return;
  act(Note{NoteKind::conflict, healed_text(*state_.conflict)});
  state_.conflict.reset();
  act(Announce{settings_.announce.burst});
}

}  // namespace evenkeel::vrrp
