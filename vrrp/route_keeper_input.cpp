// What the route keeper hears: who names and wants what, which links and routes have changed, and
// what it finds when it looks.
#include <algorithm>

#include "vrrp/route_keeper.h"

namespace evenkeel::vrrp {

namespace {

// Several notifications come together.
constexpr Duration kLookGap = 10ms;

std::uint8_t protocol_of(const RoutingEntry& entry) {
  return std::visit([](const auto& value) { return value.protocol; }, entry);
}

}  // namespace

void RouteKeeper::name(InstanceId instance, const Entries& entries) {
  for (const auto& entry : entries) {
    const std::string key = identity_of(entry);
    if (!names_[instance].insert(key).second) continue;
    const auto [known, is_new] = entries_.try_emplace(key);
    known->second.config = entry;
    known->second.named_by.push_back(instance);
    const auto* route = std::get_if<Route>(&entry);
    if (is_new && route != nullptr) destinations_.insert(route->destination);
    dirty_.insert(key);
  }
}

void RouteKeeper::rename(InstanceId instance, const Entries& entries) {
  std::set<std::string> kept;
  for (const auto& entry : entries) kept.insert(identity_of(entry));
  forget(instance, kept);
  // "no_track" is no part of an entry's identity.
  for (const auto& entry : entries) entries_.at(identity_of(entry)).config = entry;
}

void RouteKeeper::forget(InstanceId instance, const std::set<std::string>& kept) {
  const auto named = names_.find(instance);
  if (named == names_.end()) return;
  for (const auto& key : std::set<std::string>(named->second)) {
    if (kept.contains(key)) continue;
    named->second.erase(key);
    Entry& entry = entries_.at(key);
    std::erase(entry.named_by, instance);
    if (std::erase(entry.wanted_by, instance) > 0) mark_rivals(entry);
    dirty_.insert(key);
  }
  if (named->second.empty()) names_.erase(named);
}

void RouteKeeper::want(InstanceId instance, const Entries& entries) {
  for (const auto& config : entries) {
    const std::string key = identity_of(config);
    const auto found = entries_.find(key);
    if (found == entries_.end()) continue;
    auto& wanted_by = found->second.wanted_by;
    if (std::find(wanted_by.begin(), wanted_by.end(), instance) != wanted_by.end()) continue;
    if (wanted_by.empty()) found->second.wanted_at = next_wish_++;
    wanted_by.push_back(instance);
    dirty_.insert(key);
  }
}

void RouteKeeper::unwant(InstanceId instance) {
  const auto named = names_.find(instance);
  if (named == names_.end()) return;
  for (const auto& key : named->second) {
    Entry& entry = entries_.at(key);
    if (std::erase(entry.wanted_by, instance) == 0) continue;
    dirty_.insert(key);
    mark_rivals(entry);
  }
}

// One that was outranked may have the place now.
void RouteKeeper::mark_rivals(const Entry& entry) {
  const auto found = at_place_.find(entry.place);
  if (found != at_place_.end()) dirty_.insert(found->second.begin(), found->second.end());
}

void RouteKeeper::begin_adoption(std::function<bool(const std::string& place)> is_recorded) {
  is_recorded_ = std::move(is_recorded);
  is_adopting_ = true;
}

void RouteKeeper::finish_adoption() {
  if (!std::exchange(is_adopting_, false)) return;
  if (is_recorded_ && !has_looked_) look();
  flush();
}

// The kernel drops the routes of an interface that goes down, and of an address that goes, and says
// nothing (IPv4). What went with its interface is no repair when it comes again.
void RouteKeeper::on_link_changes(const LinkChanges& changes) {
  if (entries_.empty()) return;
  for (auto& [key, entry] : entries_) {
    const bool has_lost_link =
        std::any_of(entry.interfaces.begin(), entry.interfaces.end(), [&](int index) {
          const Link* link = links_.find(index);
          return link == nullptr || !link->is_admin_up;
        });
    if (has_lost_link) entry.is_held = false;
  }
  if (!changes.added.empty() || !changes.names.empty()) retry_failed();
  if (!changes.removed.empty() || !changes.names.empty() || changes.is_resync) look_soon();
}

void RouteKeeper::retry_failed() {
  for (const auto& [key, entry] : entries_) {
    if (!entry.problem.empty()) dirty_.insert(key);
  }
}

void RouteKeeper::look_soon() {
  if (entries_.empty()) return;
  look_due_ = std::min(look_due_, std::max(timers_.now(), last_look_ + kLookGap));
  arm();
}

void RouteKeeper::look() {
  look_due_ = kNever;
  last_look_ = timers_.now();
  auto read = kernel_.read(protocols());
  if (!read) {
    look_due_ = last_look_ + retry_after(kQuickTries);
    return;
  }
  actual_.read(std::move(*read));
  if (!std::exchange(has_looked_, true)) {
    settle_places();
    drop_leftovers();
  }
  for (auto& [key, entry] : entries_) {
    if (entry.is_unconfirmed) confirm(entry);
    if (!entry.wanted_by.empty()) dirty_.insert(key);
  }
}

// The kernel may show a route otherwise than it was asked for.
void RouteKeeper::confirm(Entry& entry) {
  entry.is_unconfirmed = false;
  entry.shown.reset();
  const auto desired = resolve(entry.config, links_);
  if (!desired || actual_.find(*desired, std::nullopt) != nullptr) return;
  entry.shown = actual_.only_one_at(place_of(*desired));
}

void RouteKeeper::settle_places() {
  for (auto& [key, entry] : entries_) {
    if (const auto desired = resolve(entry.config, links_)) {
      settle_place(entry, place_of(*desired));
    }
  }
}

void RouteKeeper::drop_leftovers() {
  if (!is_recorded_) return;
  std::vector<RoutingRequest> requests;
  std::vector<std::string> places;
  for (const auto& [place, entries] : actual_.by_place()) {
    if (!is_recorded_(place) || at_place_.contains(place)) continue;
    places.push_back(place);
    for (const auto& entry : entries) {
      requests.push_back({WireVerb::remove, entry});
    }
  }
  is_recorded_ = {};
  if (!requests.empty()) static_cast<void>(kernel_.apply(requests));
  for (const auto& place : places) {
    actual_.clear(place);
    observer_.on_place_left(place);
  }
}

std::set<std::uint8_t> RouteKeeper::protocols() const {
  constexpr std::uint8_t kOurProtocol = 18;  // RTPROT_KEEPALIVED
  std::set<std::uint8_t> protocols{kOurProtocol};
  for (const auto& [key, entry] : entries_) protocols.insert(protocol_of(entry.config));
  return protocols;
}

RoutingState RouteKeeper::describe(const RoutingEntry& entry) const {
  RoutingState view{.text = to_string(entry), .is_present = false, .reason = {}};
  const auto found = entries_.find(identity_of(entry));
  if (found == entries_.end()) return view;
  view.is_present = found->second.presence == Presence::present;
  // What may be over in a moment is no problem yet.
  if (found->second.failures >= kQuickTries) view.reason = found->second.problem;
  return view;
}

}  // namespace evenkeel::vrrp
