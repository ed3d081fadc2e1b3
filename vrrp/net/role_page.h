// Our record of roles and addresses for the process that comes after us: a mapped file under the
// runtime directory, and the lock that says whose it is. A mapped page survives kill -9.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "evenkeel/file_descriptor.h"
#include "evenkeel/result.h"
#include "vrrp/protocol/page_layout.h"

namespace evenkeel::vrrp {

// Nanoseconds of CLOCK_BOOTTIME: runs on while the machine is suspended.
std::chrono::nanoseconds boot_time();

class RolePage {
 public:
  explicit RolePage(std::string runtime_dir);
  ~RolePage();
  RolePage(const RolePage&) = delete;
  RolePage& operator=(const RolePage&) = delete;

  // False while another process holds it; never waits.
  Result<bool> try_lock();

  // What the predecessor left; empty when there was none, it is damaged, or from another boot.
  PageContent predecessor() const;

  // Begins a new page with room for at least so many; what was recorded here goes along.
  Result<void> reserve(std::size_t roles, std::size_t addresses, std::size_t places);

  void stamp(const InstanceKey& key, Role role, std::uint64_t last_advert);
  void forget(const InstanceKey& key);
  void add_address(const PageAddress& address);
  void remove_address(const PageAddress& address);
  void add_place(PagePlace place);
  void remove_place(PagePlace place);

 private:
  struct KeyHash {
    std::size_t operator()(const InstanceKey& key) const {
      return std::hash<std::string>()(key.interface) ^ (std::size_t{key.vrid} << 1U) ^
             static_cast<std::size_t>(key.family);
    }
  };
  using AddressKey = std::pair<std::string, Prefix>;
  std::span<std::byte> bytes() const { return {page_, size_}; }
  void unmap();

  std::string directory_;
  std::string boot_id_;
  FileDescriptor lock_;
  std::byte* page_ = nullptr;
  std::size_t size_ = 0;
  page_layout::Room room_;
  std::unordered_map<InstanceKey, std::uint32_t, KeyHash> role_slots_;  // asked for each advert
  std::map<AddressKey, std::uint32_t> address_slots_;
  std::map<PagePlace, std::uint32_t> place_slots_;
  std::vector<std::uint32_t> free_roles_, free_addresses_, free_places_;
};

}  // namespace evenkeel::vrrp
