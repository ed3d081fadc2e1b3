// Adds and removes addresses in the kernel. The keeper decides, this only does it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "evenkeel/clock.h"
#include "evenkeel/config.h"
#include "evenkeel/result.h"
#include "vrrp/net/request_socket.h"

namespace evenkeel::vrrp {

struct AddressRequest {
  // renew: a put of what is there, and ours; nobody wants to hear of it.
  enum class Kind : std::uint8_t { put, renew, remove };
  Kind kind = Kind::put;
  int interface_index = 0;
  VirtualAddress address;
  Duration lease{0};                  // 0: for ever
  std::optional<Duration> preferred;  // unset: as the lease
};

enum class Promotion : std::uint8_t { off, on };

class AddressTable {
 public:
  virtual ~AddressTable() = default;
  // In order, renewals aside; an errno for each, 0 when done. A put of an existing address renews
  // its lease.
  virtual std::vector<int> apply(std::span<const AddressRequest> requests) = 0;
  // Whether the other addresses of a subnet stay when its primary one is removed.
  virtual void promote_secondaries(int interface_index, Promotion promotion) = 0;
};

class NetlinkAddressTable final : public AddressTable {
 public:
  static Result<std::unique_ptr<NetlinkAddressTable>> open();
  std::vector<int> apply(std::span<const AddressRequest> requests) override;
  void promote_secondaries(int interface_index, Promotion promotion) override;

  // By which the notifications of renewals can be told from all others (IPv4 only).
  std::uint32_t renewal_port() const { return renewals_.port(); }

 private:
  NetlinkAddressTable(RequestSocket socket, RequestSocket renewals);

  RequestSocket socket_;
  RequestSocket renewals_;
};

}  // namespace evenkeel::vrrp
