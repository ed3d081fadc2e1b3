// The kernel's addresses in memory, with its answers.
#pragma once

#include <cerrno>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "vrrp/net/address_table.h"

namespace evenkeel::vrrp {

class FakeAddressTable final : public AddressTable {
 public:
  std::vector<int> apply(std::span<const AddressRequest> requests) override {
    std::vector<int> results;
    for (const auto& request : requests) {
      const std::pair key(request.interface_index, request.address.prefix);
      if (failure != 0) {
        results.push_back(failure);
      } else if (request.kind != AddressRequest::Kind::remove) {
        ++puts;
        leases[key] = request.lease;
        preferred[key] = request.preferred;
        results.push_back(0);
      } else {
        results.push_back(leases.erase(key) > 0 ? 0 : EADDRNOTAVAIL);
      }
    }
    return results;
  }
  void promote_secondaries(int interface_index, Promotion promotion) override {
    if (promotion == Promotion::on) {
      promoted.insert(interface_index);
    } else {
      promoted.erase(interface_index);
    }
  }

  bool has(int index, const char* prefix) const {
    return leases.contains({index, *parse_prefix(prefix)});
  }

  std::map<std::pair<int, Prefix>, Duration> leases;
  std::map<std::pair<int, Prefix>, std::optional<Duration>> preferred;
  std::set<int> promoted;
  int puts = 0;
  int failure = 0;  // the errno of every request, 0: none
};

}  // namespace evenkeel::vrrp
