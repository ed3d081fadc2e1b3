// An address keeper over fakes, for its tests: one instance `web` on eth0.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "fakes/fake_address_table.h"
#include "fakes/manual_timers.h"
#include "vrrp/address_keeper.h"

namespace evenkeel::vrrp::address_keeping {

inline constexpr int kEth0 = 2;
inline constexpr const char* kVip = "192.0.2.100/24";
inline constexpr const char* kOwn = "192.0.2.1/24";

inline VrrpInstance instance(std::vector<const char*> prefixes, std::uint8_t priority = 100) {
  VrrpInstance made;
  made.name = "web";
  made.interface = "eth0";
  made.vrid = 51;
  made.priority = priority;
  made.vip_lease = 9s;
  for (const char* prefix : prefixes) made.addresses.push_back({.prefix = *parse_prefix(prefix)});
  return made;
}

struct News final : AddressObserver {
  void on_address_put(InstanceId, const PageAddress& address, PutCause cause) override {
    put.emplace_back(to_string(address.prefix), cause);
  }
  void on_address_removed(const PageAddress& address) override {
    removed.push_back(to_string(address.prefix));
  }
  void on_address_failed(InstanceId, const PageAddress&, int error) override {
    errors.push_back(error);
  }
  void on_repair_fight(InstanceId, const PageAddress&) override { ++fights; }

  std::vector<std::pair<std::string, PutCause>> put;
  std::vector<std::string> removed;
  std::vector<int> errors;
  int fights = 0;
};

class AddressKeeping : public testing::Test {
 protected:
  AddressKeeping() {
    add_link();
    find_in_kernel(kOwn, true);
  }

  void add_link() {
    links.put({.index = kEth0, .name = "eth0", .is_admin_up = true, .has_carrier = true});
  }

  // The kernel has it, and we know.
  void find_in_kernel(const char* prefix, bool is_permanent) {
    kernel.leases[{kEth0, *parse_prefix(prefix)}] = Duration(0);
    KernelAddress address;
    address.is_permanent = is_permanent;
    links.put_address(kEth0, *parse_prefix(prefix), address);
  }

  void notify_removed(const char* prefix) {
    links.remove_address(kEth0, *parse_prefix(prefix));
    LinkChanges changes;
    changes.removed.emplace_back(kEth0, *parse_prefix(prefix));
    keeper.on_link_changes(changes);
    keeper.flush();
  }

  void somebody_makes_permanent(const char* prefix) {
    find_in_kernel(prefix, true);
    LinkChanges changes;
    changes.added.emplace_back(kEth0, *parse_prefix(prefix));
    keeper.on_link_changes(changes);
    keeper.flush();
  }

  void somebody_deletes(const char* prefix) {
    kernel.leases.erase({kEth0, *parse_prefix(prefix)});
    notify_removed(prefix);
  }

  void hold(const VrrpInstance& config) {
    keeper.name(1, config);
    keeper.want(1, config);
    keeper.flush();
  }

  ManualTimers timers;
  LinkTable links;
  FakeAddressTable kernel;
  News news;
  AddressKeeper keeper{timers, links, kernel, news};
};

}  // namespace evenkeel::vrrp::address_keeping
