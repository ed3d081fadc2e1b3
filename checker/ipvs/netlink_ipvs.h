// The kernel's IPVS over generic netlink. Owns the socket. Commands travel in batches, one system
// call each way for hundreds of them; the kernel works them off inside our sendmsg, so nothing is
// ever pending between two calls.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "checker/ipvs/kernel.h"
#include "evenkeel/netlink.h"

namespace evenkeel::ipvs {

class NetlinkIpvs final : public IpvsKernel {
 public:
  Result<void> open() override;
  Result<std::vector<ServiceReading>> services() override;
  Result<std::vector<DestinationReading>> destinations(const ServiceKey& service) override;
  Result<std::vector<Refusal>> apply(std::span<const Command> commands) override;

 private:
  Result<void> apply_batch(std::span<const Command> commands, std::size_t first,
                           std::vector<Refusal>& refusals);
  Result<void> send(const std::string& bytes);
  // Calls `on_message` for each message of the conversation until it returns that it is done.
  enum class Next : std::uint8_t { more, done };
  Result<void> receive(std::uint32_t first_sequence, std::uint32_t last_sequence,
                       const std::function<Next(const nlmsghdr&)>& on_message);
  Result<void> dump(netlink::NetlinkMessage request,
                    const std::function<void(const nlmsghdr&)>& on_object);
  void append(std::string& bytes, nl_msg& message, int flags);

  netlink::Socket socket_;
  int family_ = 0;
  std::uint32_t sequence_ = 0;
  std::vector<char> buffer_;
};

}  // namespace evenkeel::ipvs
