// Our table in the kernel's nf_tables, as vip_filter.h describes it. The guard decides what is in
// it, this only does it.
#pragma once

#include <string>

#include "evenkeel/config_daemon.h"
#include "evenkeel/netlink.h"
#include "evenkeel/result.h"
#include "vrrp/net/filter_wire.h"
#include "vrrp/protocol/vip_filter.h"

namespace evenkeel::vrrp {

class FilterTable {
 public:
  virtual ~FilterTable() = default;
  // Whole or not at all, each of them; the error's code is an errno.
  virtual Result<void> replace(const FirewallSettings& settings, const FilterKeys& keys) = 0;
  virtual Result<void> change(const FilterKeys& added, const FilterKeys& removed) = 0;
  virtual void remove() = 0;
};

// Whether the error means that this kernel has no table which vanishes with its maker, or no
// nftables.
bool lacks_nftables(const Error& error);

// Owns the netfilter netlink socket, made at first use, on which the table lives. The kernel has
// done the work, and queued the answers, when a send returns: nothing here waits.
class NetlinkFilterTable final : public FilterTable {
 public:
  Result<void> replace(const FirewallSettings& settings, const FilterKeys& keys) override;
  Result<void> change(const FilterKeys& added, const FilterKeys& removed) override;
  void remove() override;

 private:
  Result<void> open();
  Result<void> run(const NetlinkBatch& batch);

  netlink::Socket socket_;
  std::uint32_t sequence_ = 1;
  std::string name_;  // empty: there is none of ours
};

}  // namespace evenkeel::vrrp
