// Makes and removes the links that instances have of their own. The link keeper decides, this only
// does it. Owns a route netlink socket.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "evenkeel/netlink.h"
#include "evenkeel/result.h"
#include "vrrp/net/request_socket.h"
#include "vrrp/protocol/link_plan.h"

namespace evenkeel::vrrp {

// Of IPv4: the sysctls arp_ignore, arp_filter and arp_announce.
enum class ArpSetting : std::uint8_t { ignore, filter, announce };

class VirtualLinkTable {
 public:
  virtual ~VirtualLinkTable() = default;
  // Makes it, down; its index.
  virtual Result<int> create(const LinkWish& wish, const Link& base) = 0;
  // The settings without which it would answer and route like an interface of its own.
  virtual void configure(const LinkWish& wish, int index) = 0;
  virtual Result<void> set_stand(const Link& link, LinkStand stand) = 0;
  // Into the VRF with this index; 0: into none.
  virtual Result<void> move(const Link& link, int vrf) = 0;
  virtual Result<void> remove(const Link& link) = 0;
  // Tells everybody of the interface, of which the kernel says nothing when a link is made on it.
  virtual void tell(const Link& base) = 0;
  virtual void set_arp(int index, ArpSetting setting, std::uint32_t value) = 0;
};

namespace link_wire {
netlink::NetlinkMessage create_message(const LinkWish& wish, const Link& base);
netlink::NetlinkMessage move_message(int index, int vrf);
netlink::NetlinkMessage stand_message(int index, LinkStand stand);
netlink::NetlinkMessage remove_message(int index);
}  // namespace link_wire

class NetlinkVirtualLinkTable final : public VirtualLinkTable {
 public:
  static Result<std::unique_ptr<NetlinkVirtualLinkTable>> open();
  Result<int> create(const LinkWish& wish, const Link& base) override;
  void configure(const LinkWish& wish, int index) override;
  Result<void> set_stand(const Link& link, LinkStand stand) override;
  Result<void> move(const Link& link, int vrf) override;
  Result<void> remove(const Link& link) override;
  void tell(const Link& base) override;
  void set_arp(int index, ArpSetting setting, std::uint32_t value) override;

 private:
  explicit NetlinkVirtualLinkTable(RequestSocket socket) : socket_(std::move(socket)) {}
  Result<void> run(netlink::NetlinkMessage message, const std::string& attempted);

  RequestSocket socket_;
};

}  // namespace evenkeel::vrrp
