// A link keeper over fakes, for its tests: one instance `web` with a link on eth0.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "fakes/fake_virtual_link_table.h"
#include "fakes/manual_timers.h"
#include "vrrp/link_keeper.h"

namespace evenkeel::vrrp::link_keeping {

inline constexpr int kEth0 = 2;
inline constexpr InstanceId kWeb = 1, kOther = 2;

inline VrrpInstance config(const char* link = "vrrp.51", std::uint8_t vrid = 51) {
  VrrpInstance made;
  made.interface = "eth0";
  made.vrid = vrid;
  made.link.kind = VirtualLinkKind::macvlan;
  made.link.name = link;
  return made;
}

struct News final : LinkObserver {
  void on_place_taken(const std::string& place) override { places.insert(place); }
  void on_place_left(const std::string& place) override { places.erase(place); }
  void on_link_made(InstanceId, const LinkWish& wish) override { made.push_back(wish.name); }
  void on_link_repaired(InstanceId, const LinkWish& wish) override {
    repaired.push_back(wish.name);
  }
  void on_link_fight(InstanceId, const LinkWish&) override { ++fights; }

  std::set<std::string> places;
  std::vector<std::string> made, repaired;
  int fights = 0;
};

class VrrpLinkKeeper : public testing::Test {
 protected:
  VrrpLinkKeeper() { plug(); }

  void plug(int index = kEth0) {
    links.put({.index = index, .name = "eth0", .is_admin_up = true, .has_carrier = true});
  }
  void unplug() { links.remove(kEth0); }

  void tell(const std::set<std::string>& names, bool is_partial = false) {
    LinkChanges changes;
    changes.names = names;
    changes.is_partial = is_partial;
    keeper.on_link_changes(changes);
    keeper.flush();
  }
  void somebody_deletes(const std::string& name) {
    const int index = links.find(name)->index;
    kernel.made.erase(index);
    links.remove(index);
    tell({name});
  }
  void somebody_sets(const std::string& name, bool is_up) {
    Link link = *links.find(name);
    link.is_admin_up = kernel.made[link.index].is_up = is_up;
    links.put(link);
    tell({name});
  }
  void run(LinkStand stand) {
    keeper.name(kWeb, config());
    keeper.settle(kWeb);
    keeper.stand(kWeb, stand);
  }
  bool is_up(const std::string& name = "vrrp.51") const {
    const Link* link = links.find(name);
    return link != nullptr && kernel.made.at(link->index).is_up && link->is_admin_up;
  }
  std::uint32_t arp(ArpSetting setting) { return kernel.arp[{kEth0, setting}]; }

  ManualTimers timers;
  LinkTable links;
  FakeVirtualLinkTable kernel;
  News news;
  LinkKeeper keeper{timers, links, kernel, news};
};

}  // namespace evenkeel::vrrp::link_keeping
