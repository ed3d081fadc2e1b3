// The kernel's links in memory: what is made appears with the next index, what fails says why.
#pragma once

#include <cerrno>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "vrrp/net/virtual_link_table.h"

namespace evenkeel::vrrp {

class FakeVirtualLinkTable final : public VirtualLinkTable {
 public:
  struct Made {
    LinkWish wish;
    bool is_up = false;
    bool operator==(const Made&) const = default;
  };

  Result<int> create(const LinkWish& wish, const Link&) override {
    if (!problem.empty()) return failure(EBUSY, problem);
    ++creations;
    made[next_index] = {wish};
    return next_index++;
  }
  void configure(const LinkWish& wish, int index) override { configured[index] = wish.family; }
  Result<void> set_stand(const Link& link, LinkStand stand) override {
    if (!problem.empty()) return failure(EBUSY, problem);
    if (!made.contains(link.index)) return failure(ENODEV, "no such link");
    ++turns;
    made[link.index].is_up = stand == LinkStand::up;
    return {};
  }
  Result<void> move(const Link& link, int vrf) override {
    if (!made.contains(link.index)) return failure(ENODEV, "no such link");
    vrfs.emplace_back(link.index, vrf);
    return {};
  }
  void tell(const Link& base) override { told.push_back(base.name); }
  Result<void> remove(const Link& link) override {
    made.erase(link.index);
    return {};
  }
  void set_arp(int index, ArpSetting setting, std::uint32_t value) override {
    arp[{index, setting}] = value;
  }

  std::map<int, Made> made;
  std::map<int, Family> configured;
  std::vector<std::pair<int, int>> vrfs;  // the moves: index of the link, of its VRF
  std::vector<std::string> told;
  std::map<std::pair<int, ArpSetting>, std::uint32_t> arp;
  std::string problem;  // of every request; empty: none
  int next_index = 10;
  int creations = 0;
  int turns = 0;
};

}  // namespace evenkeel::vrrp
