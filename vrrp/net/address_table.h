// Adds and removes addresses in the kernel. The keeper decides, this only does it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "evenkeel/clock.h"
#include "evenkeel/config.h"
#include "evenkeel/netlink.h"
#include "evenkeel/result.h"

namespace evenkeel::vrrp {

struct AddressRequest {
  enum class Kind : std::uint8_t { put, remove };
  Kind kind = Kind::put;
  int interface_index = 0;
  VirtualAddress address;
  Duration lease{0};                  // 0: for ever
  std::optional<Duration> preferred;  // unset: as the lease
};

class AddressTable {
 public:
  virtual ~AddressTable() = default;
  // In order; an errno for each, 0 when done. A put of an existing address renews its lease.
  virtual std::vector<int> apply(std::span<const AddressRequest> requests) = 0;
  // Keeps the other addresses of a subnet when its primary one is removed.
  virtual void promote_secondaries(int interface_index) = 0;
};

// Owns a route netlink socket. The kernel has done the work, and queued the answers, when a send
// returns: nothing here waits.
class NetlinkAddressTable final : public AddressTable {
 public:
  static Result<std::unique_ptr<NetlinkAddressTable>> open();
  std::vector<int> apply(std::span<const AddressRequest> requests) override;
  void promote_secondaries(int interface_index) override;

 private:
  explicit NetlinkAddressTable(netlink::Socket socket);
  void apply_batch(std::span<const AddressRequest> requests, std::span<int> results);
  void read_answers(std::uint32_t first_sequence, std::span<int> results);

  netlink::Socket socket_;
  std::uint32_t sequence_ = 1;
};

}  // namespace evenkeel::vrrp
