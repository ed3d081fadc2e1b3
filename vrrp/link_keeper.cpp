// The reconciler of the instances' own links: level-triggered, one link at a time.
#include "vrrp/link_keeper.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include "vrrp/protocol/neighbor_frame.h"

namespace evenkeel::vrrp {

namespace {

struct Silence {
  ArpSetting setting;
  const char* name;
  std::uint32_t Link::*value;
  std::uint32_t wanted;
};
// It answers for no address but its own, or the neighbours would learn the wrong MAC; nor does it
// ask in the name of another, which they learn from as well.
constexpr std::array kSilence{
    Silence{ArpSetting::ignore, "arp_ignore", &Link::arp_ignore, 1},
    Silence{ArpSetting::filter, "arp_filter", &Link::arp_filter, 1},
    Silence{ArpSetting::announce, "arp_announce", &Link::arp_announce, 2},
};

// An ipvlan's is that of the interface below.
std::string hardware_text(const LinkWish& wish, const Link* link) {
  if (!wish.ipvlan) return to_string(wish.hardware);
  return link != nullptr && link->hardware ? to_string(*link->hardware) : std::string();
}

}  // namespace

LinkKeeper::LinkKeeper(Timers& timers, LinkTable& links, VirtualLinkTable& kernel,
                       LinkObserver& observer)
    : timers_(timers),
      links_(links),
      kernel_(kernel),
      observer_(observer),
      timer_(timers.make_timer([this] {
        allowed_ = kNever;
        mark_all();
        flush();
      })) {}

void LinkKeeper::mark_all() {
  for (const auto& [name, entry] : entries_) dirty_.insert(name);
  is_made_dirty_ = true;
}

void LinkKeeper::name(InstanceId instance, const VrrpInstance& config) {
  std::vector<std::string> names;
  for (auto& wish : links_of(config)) {
    Entry& entry = entries_[wish.name];
    entry.owner = instance;
    names.push_back(wish.name);
    // One that is wished for otherwise is no repair.
    if (entry.wish != wish) entry.settled = 0;
    // It harms nobody, and its instance sends from its address in any role.
    if (wish.ipvlan) entry.stand = LinkStand::up;
    if (!wish.ipvlan && entry.wish.ipvlan) entry.stand = LinkStand::as_is;
    dirty_.insert(wish.name);
    entry.wish = std::move(wish);
  }
  is_made_dirty_ = true;
  for (const auto& name : names_[instance]) {
    const auto entry = entries_.find(name);
    const bool is_kept = std::find(names.begin(), names.end(), name) != names.end();
    // Another instance may have it by now.
    if (!is_kept && entry != entries_.end() && entry->second.owner == instance) {
      entries_.erase(entry);
    }
  }
  names_[instance] = std::move(names);
  if (names_[instance].empty()) names_.erase(instance);
}

void LinkKeeper::stand(InstanceId instance, LinkStand stand) {
  const auto names = names_.find(instance);
  if (names == names_.end()) return;
  for (const auto& name : names->second) {
    const auto found = entries_.find(name);
    // Another instance may have taken the name.
    if (found == entries_.end() || found->second.owner != instance) continue;
    if (found->second.wish.ipvlan) continue;
    if (std::exchange(found->second.stand, stand) != stand) settle(found->second);
  }
}

void LinkKeeper::settle(InstanceId instance) {
  const auto names = names_.find(instance);
  if (names == names_.end()) return;
  for (const auto& name : names->second) {
    if (const auto entry = entries_.find(name); entry != entries_.end()) settle(entry->second);
  }
}

void LinkKeeper::take_over(const std::function<bool(const std::string& place)>& is_recorded) {
  for (const auto& [index, link] : links_.links()) {
    if (is_recorded(link_place(link))) made_[index] = link_place(link);
    for (const auto& part : kSilence) {
      if (is_recorded(setting_place(link, part.name))) silenced_.emplace(index, part.setting);
    }
  }
  is_made_dirty_ = true;
}

void LinkKeeper::on_link_changes(const LinkChanges& changes) {
  is_table_behind_ = changes.is_partial;
  if (changes.is_resync) return mark_all();
  if (changes.names.empty()) return;
  is_made_dirty_ = true;
  for (const auto& [name, entry] : entries_) {
    if (changes.names.contains(name) || changes.names.contains(entry.wish.base)) {
      dirty_.insert(name);
    }
  }
}

void LinkKeeper::retry() {
  is_table_behind_ = false;
  for (const auto& [name, entry] : entries_) {
    if (!entry.fault.empty()) dirty_.insert(name);
  }
  flush();
}

// What the table does not show yet may be our own doing.
void LinkKeeper::flush() {
  if (is_table_behind_) return;
  if (std::exchange(is_made_dirty_, false)) remove_unnamed();
  for (const auto& name : std::exchange(dirty_, {})) {
    if (const auto entry = entries_.find(name); entry != entries_.end()) settle(entry->second);
  }
}

std::string LinkKeeper::fault(InstanceId instance) const {
  const auto names = names_.find(instance);
  if (names == names_.end()) return {};
  for (const auto& name : names->second) {
    const auto entry = entries_.find(name);
    if (entry != entries_.end() && !entry->second.fault.empty()) return entry->second.fault;
  }
  return {};
}

std::vector<OwnLinkState> LinkKeeper::describe(InstanceId instance) const {
  std::vector<OwnLinkState> states;
  const auto names = names_.find(instance);
  if (names == names_.end()) return states;
  for (const auto& name : names->second) {
    const auto found = entries_.find(name);
    if (found == entries_.end()) continue;
    const Entry& entry = found->second;
    const Link* link = links_.find(name);
    const bool is_ours = link != nullptr && made_.contains(link->index);
    states.push_back({.name = name,
                      .base = entry.wish.base,
                      .hardware = hardware_text(entry.wish, link),
                      .is_present = is_ours,
                      .is_up = is_ours && link->is_admin_up,
                      .reason = entry.fault});
  }
  return states;
}

void LinkKeeper::settle(Entry& entry) {
  const Link* actual = links_.find(entry.wish.name);
  const bool is_ours = actual != nullptr && made_.contains(actual->index);
  const auto decision =
      decide(entry.wish, entry.stand, is_ours ? LinkMaker::ours : LinkMaker::foreign, links_);
  entry.fault = decision.fault;
  // What goes with its base is nobody's doing.
  if (links_.find(entry.wish.base) == nullptr) entry.settled = 0;
  if (is_ours && decision.step != LinkStep::replace && entry.settled != actual->index) {
    adopt(entry, Link(*actual));
  }
  switch (decision.step) {
    case LinkStep::none:
      return;
    case LinkStep::create:
    case LinkStep::replace:
      return put(entry);
    case LinkStep::move:
      return move(entry);
    case LinkStep::set_up:
    case LinkStep::set_down:
      return turn(entry);
  }
}

void LinkKeeper::put(Entry& entry) {
  const bool is_repair = entry.settled != 0;
  if (is_repair && must_wait(entry)) return;
  entry.fault =
      ipvlan_clash(entry.wish, links_, [this](int index) { return made_.contains(index); });
  if (!entry.fault.empty()) return;
  if (const Link* old = links_.find(entry.wish.name)) {
    const Link gone = *old;
    remove(gone);
    links_.remove(gone.index);
  }
  const Link base = *links_.find(entry.wish.base);
  const auto index = kernel_.create(entry.wish, base);
  if (!index) {
    entry.fault = index.error().what;
    return;
  }
  const Link made = made_link(entry.wish, *index, base);
  // The kernel's own word comes later; who asks meanwhile must not miss it.
  links_.put(made);
  observer_.on_place_taken(made_[made.index] = link_place(made));
  if (entry.wish.is_told) kernel_.tell(base);
  adopt(entry, made);
  if (entry.stand == LinkStand::up) set_stand(entry);
  if (is_repair) {
    note_repair(entry);
  } else {
    observer_.on_link_made(entry.owner, entry.wish);
  }
}

// The link is there and ours.
void LinkKeeper::adopt(Entry& entry, const Link& link) {
  entry.settled = link.index;
  entry.done = LinkStand::as_is;
  entry.vrf = link.vrf;
  kernel_.configure(entry.wish, link.index);
  const Link* base = links_.find(entry.wish.base);
  // With one MAC for both it is all the same who answers.
  if (base != nullptr && !entry.wish.ipvlan) silence(Link(*base));
}

// It goes where its base has gone; or back, when it was taken out of there.
void LinkKeeper::move(Entry& entry) {
  Link link = *links_.find(entry.wish.name);
  const int vrf = links_.find(entry.wish.base)->vrf;
  const bool is_repair = entry.vrf == vrf;
  if (is_repair && must_wait(entry)) return;
  if (const auto done = kernel_.move(link, vrf); !done) {
    if (done.error().code != ENODEV) entry.fault = done.error().what;
    return;
  }
  entry.vrf = link.vrf = vrf;
  links_.put(link);
  if (is_repair) note_repair(entry);
}

void LinkKeeper::turn(Entry& entry) {
  const bool is_repair = entry.done == entry.stand;
  if (is_repair && must_wait(entry)) return;
  if (set_stand(entry) && is_repair) note_repair(entry);
}

// False when it could not be done.
bool LinkKeeper::set_stand(Entry& entry) {
  Link link = *links_.find(entry.wish.name);
  if (const auto done = kernel_.set_stand(link, entry.stand); !done) {
    // A link that is deleted is set down first: the rest of the news is on its way.
    if (done.error().code != ENODEV) entry.fault = done.error().what;
    return false;
  }
  entry.done = entry.stand;
  link.is_admin_up = entry.stand == LinkStand::up;
  links_.put(link);
  return true;
}

bool LinkKeeper::must_wait(Entry& entry) {
  if (!entry.damper) entry.damper = std::make_unique<RepairDamper>();
  const TimePoint allowed = entry.damper->allowed_at(timers_.now());
  if (allowed <= timers_.now()) return false;
  allowed_ = std::min(allowed_, allowed);
  timer_->arm(allowed_);
  return true;
}

void LinkKeeper::note_repair(Entry& entry) {
  observer_.on_link_repaired(entry.owner, entry.wish);
  if (entry.damper->on_repaired(timers_.now())) observer_.on_link_fight(entry.owner, entry.wish);
}

// What an operator has set already stays.
void LinkKeeper::silence(const Link& base) {
  Link changed = base;
  for (const auto& part : kSilence) {
    if (changed.*part.value != 0) continue;
    kernel_.set_arp(base.index, part.setting, part.wanted);
    changed.*part.value = part.wanted;
    silenced_.emplace(base.index, part.setting);
    observer_.on_place_taken(setting_place(base, part.name));
  }
  if (changed != base) links_.put(changed);
}

// When none of ours is on it any more.
void LinkKeeper::restore() {
  std::set<int> bases;
  for (const auto& [index, setting] : silenced_) bases.insert(index);
  for (const int index : bases) {
    const Link* base = links_.find(index);
    const bool is_used =
        base != nullptr && std::any_of(made_.begin(), made_.end(), [&](const auto& made) {
          const Link* link = links_.find(made.first);
          return link != nullptr && is_on(*link, *base);
        });
    if (base != nullptr && !is_used) restore(Link(*base));
  }
}

void LinkKeeper::restore(const Link& base) {
  Link changed = base;
  for (const auto& part : kSilence) {
    if (silenced_.erase({base.index, part.setting}) == 0) continue;
    kernel_.set_arp(base.index, part.setting, 0);
    changed.*part.value = 0;
    observer_.on_place_left(setting_place(changed, part.name));
  }
  links_.put(changed);
}

void LinkKeeper::remove(const Link& link) {
  // One that has gone already is as good.
  static_cast<void>(kernel_.remove(link));
  observer_.on_place_left(made_[link.index]);
  made_.erase(link.index);
  restore();
}

// Also one of ours that somebody renamed: its MAC or its address is wanted again.
void LinkKeeper::remove_unnamed() {
  for (const auto& [index, place] : std::map<int, std::string>(made_)) {
    const Link* link = links_.find(index);
    if (link == nullptr) {
      observer_.on_place_left(place);
      made_.erase(index);
    } else if (!entries_.contains(link->name)) {
      remove(Link(*link));
    }
  }
}

}  // namespace evenkeel::vrrp
