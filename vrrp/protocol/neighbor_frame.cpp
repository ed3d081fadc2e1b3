// Ethernet header (14: to, from, type), then one of
//   ARP for Ethernet and IPv4 (28, RFC 826):
//     0 hardware 1   2 protocol 0x0800   4 lengths 6, 4   6 operation 1 (request)
//     8 sender hardware (6), sender IP (4), target hardware ff:… (6), target IP (4)
//   IPv6 header (40), neighbour advertisement (32, RFC 4861, section 4.4):
//     0 type 136   1 code 0   2 checksum   4 flags (4)   8 target (16)
//     24 option 2, target hardware: length 1 (of 8 bytes), hardware (6)
#include "vrrp/protocol/neighbor_frame.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <initializer_list>

#include "vrrp/protocol/wire_bytes.h"

namespace evenkeel::vrrp {

namespace {

constexpr HardwareAddress kBroadcast{0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
constexpr HardwareAddress kAllNodesHardware{0x33, 0x33, 0, 0, 0, 1};
constexpr std::size_t kEthernet = 14, kArp = 28;
constexpr std::size_t kNeighborAdvert = 24;
constexpr std::uint8_t kIcmp6 = 58;
constexpr std::uint8_t kTypeNeighborAdvert = 136;
constexpr std::uint8_t kTargetHardwareOption = 2;
constexpr unsigned kRouterFlag = 0x80, kOverrideFlag = 0x20;

class FrameWriter {
 public:
  void bytes(std::initializer_list<unsigned> values) {
    for (const unsigned value : values) frame_.push_back(static_cast<std::byte>(value));
  }
  void hardware(const HardwareAddress& address) {
    for (const auto value : address) frame_.push_back(static_cast<std::byte>(value));
  }
  void ip(const IpAddress& address) {
    const std::size_t size = size_of(address.family);
    for (std::size_t i = 0; i < size; ++i) frame_.push_back(std::byte{address.bytes[i]});
  }
  std::vector<std::byte>& frame() { return frame_; }

 private:
  std::vector<std::byte> frame_;
};

std::vector<std::byte> gratuitous_arp(const HardwareAddress& hardware, const IpAddress& address) {
  FrameWriter out;
  out.hardware(kBroadcast);
  out.hardware(hardware);
  out.bytes({0x08, 0x06});
  out.bytes({0, 1, 0x08, 0, 6, 4, 0, 1});
  out.hardware(hardware);
  out.ip(address);
  out.hardware(kBroadcast);
  out.ip(address);
  return std::move(out.frame());
}

IpAddress all_nodes() {
  IpAddress address{.family = Family::ipv6, .bytes = {}};
  address.bytes[0] = 0xff;
  address.bytes[1] = 0x02;
  address.bytes[15] = 1;
  return address;
}

// RFC 4443, section 2.3: over source, destination, length and next header as well.
unsigned icmp6_checksum(const IpAddress& source, const IpAddress& destination, Bytes message) {
  FrameWriter pseudo;
  pseudo.ip(source);
  pseudo.ip(destination);
  pseudo.bytes({0, 0, 0, static_cast<unsigned>(message.size()), 0, 0, 0, kIcmp6});
  std::uint32_t sum = 0;
  for (const Bytes part : {Bytes(pseudo.frame()), message}) {
    for (std::size_t i = 0; i + 1 < part.size(); i += 2) {
      sum += std::to_integer<std::uint32_t>(part[i]) << 8U |
             std::to_integer<std::uint32_t>(part[i + 1]);
    }
  }
  while (sum > 0xffffU) sum = (sum & 0xffffU) + (sum >> 16U);
  return ~sum & 0xffffU;
}

std::vector<std::byte> neighbor_advert(const Link& link, const IpAddress& address) {
  const IpAddress to = all_nodes();
  FrameWriter message;
  message.bytes({kTypeNeighborAdvert, 0, 0, 0});
  message.bytes({kOverrideFlag | (link.is_ipv6_router ? kRouterFlag : 0U), 0, 0, 0});
  message.ip(address);
  message.bytes({kTargetHardwareOption, 1});
  message.hardware(*link.hardware);
  const unsigned sum = icmp6_checksum(address, to, message.frame());
  message.frame()[2] = static_cast<std::byte>(sum >> 8U);
  message.frame()[3] = static_cast<std::byte>(sum & 0xffU);

  FrameWriter out;
  out.hardware(kAllNodesHardware);
  out.hardware(*link.hardware);
  out.bytes({0x86, 0xdd});
  out.bytes({0x60, 0, 0, 0, 0, static_cast<unsigned>(message.frame().size()), kIcmp6, 255});
  out.ip(address);
  out.ip(to);
  out.frame().insert(out.frame().end(), message.frame().begin(), message.frame().end());
  return std::move(out.frame());
}

HardwareAddress hardware_at(Bytes bytes, std::size_t at) {
  HardwareAddress hardware{};
  for (std::size_t i = 0; i < hardware.size(); ++i) {
    hardware[i] = std::to_integer<std::uint8_t>(bytes[at + i]);
  }
  return hardware;
}

bool begins_with(Bytes bytes, std::initializer_list<int> values) {
  std::size_t i = 0;
  return bytes.size() >= values.size() && std::all_of(values.begin(), values.end(), [&](int value) {
           return bytes[i++] == static_cast<std::byte>(value);
         });
}

}  // namespace

std::vector<std::byte> announcement_frame(const Link& link, const IpAddress& address) {
  if (!link.hardware) return {};
  if (address.family == Family::ipv6) return neighbor_advert(link, address);
  return gratuitous_arp(*link.hardware, address);
}

// Of a request and of a reply alike: whoever sends either claims the address.
std::optional<NeighborClaim> read_arp(std::span<const std::byte> frame) {
  if (frame.size() < kEthernet + kArp) return std::nullopt;
  const Bytes arp = frame.subspan(kEthernet, kArp);
  if (!begins_with(frame.subspan(12), {0x08, 0x06})) return std::nullopt;
  if (!begins_with(arp, {0, 1, 0x08, 0, 6, 4})) return std::nullopt;
  const NeighborClaim claim{.address = address_at(arp, 14, Family::ipv4),
                            .hardware = hardware_at(arp, 8)};
  // A probe asks before it claims.
  if (ipv4_value(claim.address) == 0) return std::nullopt;
  return claim;
}

std::optional<NeighborClaim> read_neighbor_advert(std::span<const std::byte> message) {
  if (message.size() < kNeighborAdvert || message[0] != std::byte{kTypeNeighborAdvert}) {
    return std::nullopt;
  }
  Bytes options = message.subspan(kNeighborAdvert);
  while (options.size() >= 8) {
    const std::size_t length = std::to_integer<std::size_t>(options[1]) * 8;
    if (length == 0 || length > options.size()) return std::nullopt;
    if (options[0] == std::byte{kTargetHardwareOption} && length == 8) {
      return NeighborClaim{.address = address_at(message, 8, Family::ipv6),
                           .hardware = hardware_at(options, 2)};
    }
    options = options.subspan(length);
  }
  return std::nullopt;
}

std::string to_string(const HardwareAddress& hardware) {
  std::array<char, 18> text{};
  std::snprintf(text.data(), text.size(), "%02x:%02x:%02x:%02x:%02x:%02x", hardware[0], hardware[1],
                hardware[2], hardware[3], hardware[4], hardware[5]);
  return text.data();
}

}  // namespace evenkeel::vrrp
