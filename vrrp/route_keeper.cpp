// The reconciler of routes and rules.
#include "vrrp/route_keeper.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace evenkeel::vrrp {

namespace {

constexpr Duration kConfirmDelay = 20ms;

bool is_tracked(const RoutingEntry& entry) {
  return std::visit([](const auto& value) { return value.tracked; }, entry);
}

std::optional<TimePoint> end_of(const RoutingEntry& entry, TimePoint put) {
  const auto* route = std::get_if<Route>(&entry);
  if (route == nullptr || !route->expires) return std::nullopt;
  return put + *route->expires;
}

void note_interfaces(const KernelEntry& entry, std::set<int>& interfaces) {
  if (const auto* route = std::get_if<KernelRoute>(&entry)) {
    interfaces.insert(route->interfaces.begin(), route->interfaces.end());
    interfaces.erase(0);
  }
}

bool is_gone(int error) { return error == ESRCH || error == ENOENT || error == ENODEV; }

}  // namespace

RouteKeeper::RouteKeeper(Timers& timers, const LinkTable& links, RoutingTable& kernel,
                         RouteObserver& observer)
    : timers_(timers),
      links_(links),
      kernel_(kernel),
      observer_(observer),
      timer_(timers.make_timer([this] { on_timer(); })) {}

void RouteKeeper::withdraw() {
  if (!has_looked_ || is_adopting_) return;
  std::vector<Map::iterator> unwanted;
  for (const auto& key : dirty_) {
    const auto entry = entries_.find(key);
    if (entry != entries_.end() && entry->second.wanted_by.empty()) unwanted.push_back(entry);
  }
  for (const auto entry : unwanted) dirty_.erase(entry->first);
  settle(unwanted);
}

void RouteKeeper::flush() {
  if (dirty_.empty() || is_adopting_) return;
  if (!has_looked_) look();
  if (!has_looked_) return arm();
  std::vector<Map::iterator> entries;
  for (const auto& key : std::exchange(dirty_, {})) {
    const auto entry = entries_.find(key);
    if (entry != entries_.end()) entries.push_back(entry);
  }
  settle(entries);
  arm();
}

void RouteKeeper::settle(const std::vector<Map::iterator>& entries) {
  const TimePoint now = timers_.now();
  std::vector<Work> works;
  for (const auto entry : entries) plan(entry, now, works);
  std::vector<RoutingRequest> requests;
  requests.reserve(works.size());
  for (const auto& work : works) requests.push_back(work.request);
  const auto results = kernel_.apply(requests);
  for (std::size_t i = 0; i < works.size(); ++i) on_done(works[i], results[i], now);
  for (const auto entry : entries) drop_if_unneeded(entry);
  arm();
}

void RouteKeeper::plan(Map::iterator entry, TimePoint now, std::vector<Work>& works) {
  Entry& state = entry->second;
  schedule(entry, kNever);
  const auto desired = resolve(state.config, links_);
  if (!desired) {
    state.is_held = false;
    state.presence = Presence::absent;
    settle_place(state, {});
    if (!state.wanted_by.empty() && state.problem != desired.error()) {
      state.failures = kQuickTries;
      fail(entry, desired.error(), now);
    }
    return;
  }
  settle_place(state, place_of(*desired));
  const KernelEntry* actual = actual_.find(*desired, state.shown);
  state.presence = actual == nullptr ? Presence::absent : Presence::present;
  const RoutingWish wish{.is_wanted = !state.wanted_by.empty(),
                         .is_held = state.is_held,
                         .is_put_back = is_tracked(state.config),
                         .rivalry = rivalry_of(state),
                         .ends = end_of(state.config, state.put)};
  if (!wish.is_wanted || wish.rivalry == Rivalry::outranked) {
    state.is_held = false;
    state.problem.clear();
    state.failures = 0;
  }
  switch (next_step(wish, state.presence, now)) {
    case RoutingStep::none:
      if (wish.is_wanted && actual != nullptr && !state.is_held && wish.rivalry == Rivalry::none) {
        note_interfaces(*actual, state.interfaces);
        on_put({entry, {WireVerb::put, *desired}, PutCause::adopted}, now);
      }
      return;
    case RoutingStep::remove:
      works.push_back({entry, {WireVerb::remove, *actual}});
      return;
    case RoutingStep::put:
      break;
  }
  if (state.is_held) {
    if (!state.damper) state.damper = std::make_unique<RepairDamper>();
    const TimePoint allowed = state.damper->allowed_at(now);
    if (allowed > now) return schedule(entry, allowed);
  }
  works.push_back(
      {entry, {WireVerb::put, *desired}, state.is_held ? PutCause::repaired : PutCause::acquired});
}

void RouteKeeper::settle_place(Entry& entry, const std::string& place) {
  if (entry.place == place) return;
  const std::string key = identity_of(entry.config);
  if (const auto old = at_place_.find(entry.place); old != at_place_.end()) {
    old->second.erase(key);
    if (old->second.empty()) at_place_.erase(old);
  }
  entry.place = place;
  if (!place.empty()) at_place_[place].insert(key);
}

Rivalry RouteKeeper::rivalry_of(const Entry& entry) const {
  const auto found = at_place_.find(entry.place);
  if (found == at_place_.end()) return Rivalry::none;
  const auto* route = std::get_if<Route>(&entry.config);
  const bool yields = route != nullptr && route->insertion == RouteInsertion::replace;
  Rivalry rivalry = Rivalry::none;
  for (const auto& key : found->second) {
    const Entry& other = entries_.at(key);
    if (&other == &entry || other.wanted_by.empty()) continue;
    if (entry.wanted_by.empty()) return Rivalry::shared;
    if (yields && other.wanted_at > entry.wanted_at) rivalry = Rivalry::outranked;
  }
  return rivalry;
}

void RouteKeeper::on_done(const Work& work, int error, TimePoint now) {
  const bool is_rule = std::holds_alternative<Rule>(work.request.entry);
  if (work.request.verb == WireVerb::remove) {
    if (error == 0 || is_gone(error)) return on_removed(work);
    return schedule(work.entry, now + retry_after(kQuickTries));
  }
  // A rule that is there is the one that we want.
  const bool is_done = error == 0 || (is_rule && error == EEXIST);
  if (is_done) return on_put(work, now);
  ++work.entry->second.failures;
  fail(work.entry, std::strerror(error), now);
}

void RouteKeeper::on_put(const Work& work, TimePoint now) {
  Entry& state = work.entry->second;
  if (work.cause != PutCause::adopted) {
    actual_.put(work.request.entry);
    if (is_replacing(work.request.entry)) displace_rivals(state);
    state.shown.reset();
    state.interfaces.clear();
    note_interfaces(work.request.entry, state.interfaces);
    state.is_unconfirmed = true;
    state.put = now;
    look_due_ = std::min(look_due_, now + kConfirmDelay);
  }
  state.is_held = true;
  state.presence = Presence::present;
  state.problem.clear();
  state.failures = 0;
  observer_.on_place_taken(state.place);
  observer_.on_entry_put(state.wanted_by.front(), state.config, work.cause);
  if (work.cause == PutCause::repaired && state.damper->on_repaired(now)) {
    observer_.on_entry_fight(state.wanted_by.front(), state.config);
  }
}

void RouteKeeper::displace_rivals(const Entry& entry) {
  for (const auto& key : at_place_[entry.place]) {
    Entry& other = entries_.at(key);
    if (&other == &entry) continue;
    other.is_held = other.is_unconfirmed = false;
    other.shown.reset();
    other.presence = Presence::absent;
  }
}

void RouteKeeper::on_removed(const Work& work) {
  Entry& state = work.entry->second;
  state.is_held = false;
  state.presence = Presence::absent;
  state.shown.reset();
  actual_.remove(work.request.entry);
  if (actual_.is_empty_at(state.place)) observer_.on_place_left(state.place);
  look_due_ = std::min(look_due_, timers_.now() + kConfirmDelay);
}

void RouteKeeper::fail(Map::iterator entry, const std::string& problem, TimePoint now) {
  Entry& state = entry->second;
  const bool is_new = state.failures == kQuickTries;
  state.problem = problem;
  state.presence = Presence::absent;
  schedule(entry, now + retry_after(state.failures));
  if (is_new) observer_.on_entry_failed(state.wanted_by.front(), state.config, problem);
}

void RouteKeeper::drop_if_unneeded(Map::iterator entry) {
  Entry& state = entry->second;
  if (!state.named_by.empty() || state.due != kNever) return;
  settle_place(state, {});
  dirty_.erase(entry->first);
  if (const auto* route = std::get_if<Route>(&state.config)) {
    destinations_.erase(destinations_.find(route->destination));
  }
  entries_.erase(entry);
}

void RouteKeeper::schedule(Map::iterator entry, TimePoint when) {
  if (entry->second.due != kNever) agenda_.erase({entry->second.due, entry->first});
  entry->second.due = when;
  if (when != kNever) agenda_.insert({when, entry->first});
}

void RouteKeeper::arm() {
  const TimePoint next = agenda_.empty() ? kNever : agenda_.begin()->first;
  const TimePoint due = std::min(next, look_due_);
  if (due != kNever) timer_->arm(due);
}

void RouteKeeper::on_timer() {
  const TimePoint now = timers_.now();
  if (look_due_ <= now) look();
  while (!agenda_.empty() && agenda_.begin()->first <= now) {
    const std::string key = agenda_.begin()->second;
    agenda_.erase(agenda_.begin());
    entries_.at(key).due = kNever;
    dirty_.insert(key);
  }
  flush();
  arm();
}

}  // namespace evenkeel::vrrp
