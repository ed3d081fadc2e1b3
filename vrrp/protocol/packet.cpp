// IPv4 or IPv6 header, perhaps an authentication header (auth_header.h), then one of (RFC 3768,
// section 5.1 and RFC 9568, section 5.1):
//
//   version 2                             version 3
//   0  version 2 | type 1                 0  version 3 | type 1
//   1  VRID                               1  VRID
//   2  priority                           2  priority
//   3  count of addresses                 3  count of addresses
//   4  auth type                          4  0 (4 bits) | interval, centiseconds (12 bits)
//   5  interval, seconds
//   6  checksum (2)                       6  checksum (2)
//   8  addresses (4 or 16 each)           8  addresses (4 or 16 each)
//   …  authentication data (8), not over IPv6: keepalived's form of what no RFC describes
#include "vrrp/protocol/packet.h"

#include <algorithm>

#include "vrrp/protocol/wire_bytes.h"

namespace evenkeel::vrrp {

namespace {

constexpr std::size_t kIpHeader = 20;
constexpr std::size_t kIpv6Header = 40;
constexpr std::size_t kVrrpHeader = 8;
constexpr std::uint8_t kTypeAdvert = 1;
// DSCP CS6: network control.
constexpr std::uint8_t kTypeOfService = 0xc0;

class Writer {
 public:
  void byte(unsigned value) { bytes_.push_back(static_cast<std::byte>(value & 0xffU)); }
  void word(unsigned value) {
    byte(value >> 8U);
    byte(value);
  }
  void address(const IpAddress& address) {
    for (std::size_t i = 0; i < size_of(address.family); ++i) byte(address.bytes[i]);
  }
  std::size_t size() const { return bytes_.size(); }
  std::vector<std::byte>& bytes() { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

// RFC 1071, not yet complemented.
std::uint32_t partial_sum(Bytes bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) sum += word_at(bytes, i);
  if (bytes.size() % 2 != 0)
    sum += static_cast<std::uint32_t>(byte_at(bytes, bytes.size() - 1)) << 8U;
  return sum;
}

std::uint16_t folded(std::uint32_t sum) {
  while (sum > 0xffffU) sum = (sum & 0xffffU) + (sum >> 16U);
  return static_cast<std::uint16_t>(~sum & 0xffffU);
}

std::uint32_t pseudo_header_sum(const IpAddress& source, const IpAddress& destination,
                                std::size_t length) {
  Writer header;
  header.address(source);
  header.address(destination);
  header.word(kIpProtocolVrrp);
  header.word(static_cast<unsigned>(length));
  return partial_sum(header.bytes());
}

// Zero over a message that carries its correct checksum.
std::uint16_t checksum(Bytes message, const Envelope& envelope, ChecksumForm form) {
  std::uint32_t sum = partial_sum(message);
  if (form == ChecksumForm::with_pseudo_header) {
    sum += pseudo_header_sum(envelope.source, envelope.destination, message.size());
  }
  return folded(sum);
}

std::optional<ChecksumForm> checksum_form(Bytes message, const Envelope& envelope,
                                          std::uint8_t version) {
  using enum ChecksumForm;
  const bool is_ipv6 = envelope.source.family == Family::ipv6;
  if ((version == 3 || is_ipv6) && checksum(message, envelope, with_pseudo_header) == 0) {
    return with_pseudo_header;
  }
  if (!is_ipv6 && checksum(message, envelope, message_only) == 0) return message_only;
  return std::nullopt;
}

bool has_auth_data(std::uint8_t version, Family family) {
  return version == 2 && family == Family::ipv4;
}

std::size_t message_length(std::uint8_t version, Family family, std::size_t address_count) {
  return kVrrpHeader + address_count * size_of(family) +
         (has_auth_data(version, family) ? sizeof(AuthData) : 0);
}

Advert read_message(Bytes message, std::uint8_t version, Family family) {
  Advert advert{.version = version, .vrid = byte_at(message, 1), .priority = byte_at(message, 2)};
  const std::size_t count = byte_at(message, 3);
  if (version == 2) {
    advert.auth_type = byte_at(message, 4);
    advert.interval = std::chrono::seconds(byte_at(message, 5));
  } else {
    advert.interval = 10ms * (word_at(message, 4) & 0x0fffU);
  }
  advert.addresses.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    advert.addresses.push_back(address_at(message, kVrrpHeader + i * size_of(family), family));
  }
  if (has_auth_data(version, family)) {
    const auto data = message.last(advert.auth_data.size());
    for (std::size_t i = 0; i < data.size(); ++i) advert.auth_data[i] = byte_at(data, i);
  }
  return advert;
}

Decoded decode_message(Bytes message, Envelope envelope, std::optional<AuthHeader> auth) {
  if (message.size() < kVrrpHeader) return DroppedAdvert{AdvertError::too_short, {}};
  const std::uint8_t vrid = byte_at(message, 1);
  const auto drop = [vrid](AdvertError reason) { return DroppedAdvert{reason, vrid}; };
  const auto version = static_cast<std::uint8_t>(byte_at(message, 0) >> 4U);
  if (version != 2 && version != 3) return drop(AdvertError::bad_version);
  if ((byte_at(message, 0) & 0x0fU) != kTypeAdvert) return drop(AdvertError::bad_type);
  const Family family = envelope.source.family;
  if (message.size() != message_length(version, family, byte_at(message, 3))) {
    return drop(AdvertError::bad_length);
  }
  const auto form = checksum_form(message, envelope, version);
  if (!form) return drop(AdvertError::bad_checksum);
  envelope.checksum = *form;
  return ReceivedAdvert{envelope, read_message(message, version, family), std::move(auth)};
}

void write_ipv4_header(Writer& out, const Envelope& envelope, std::size_t payload,
                       const std::optional<Seal>& seal) {
  out.byte(0x45);
  out.byte(kTypeOfService);
  out.word(static_cast<unsigned>(kIpHeader + payload));
  // The kernel fills in an identification of 0, and the header checksum; what is sealed must not
  // change any more.
  out.word(seal ? seal->sequence | 1U : 0U);
  out.word(0);
  out.byte(envelope.ttl);
  out.byte(seal ? kIpProtocolAuth : kIpProtocolVrrp);
  out.word(0);
  out.address(envelope.source);
  out.address(envelope.destination);
}

void write_ipv6_header(Writer& out, const Envelope& envelope, std::size_t payload) {
  out.word(0x6000U | kTypeOfService << 4U);
  out.word(0);
  out.word(static_cast<unsigned>(payload));
  out.byte(kIpProtocolVrrp);
  out.byte(envelope.ttl);
  out.address(envelope.source);
  out.address(envelope.destination);
}

// Without the integrity value, which covers what is yet to be written.
void write_auth_header(Writer& out, const Envelope& envelope, const Seal& seal) {
  out.byte(kIpProtocolVrrp);
  out.byte(kAuthHeaderSize / 4 - 2);
  out.word(0);
  out.address(envelope.source);
  out.word(seal.sequence >> 16U);
  out.word(seal.sequence);
  for (std::size_t i = 0; i < sizeof(IntegrityValue); ++i) out.byte(0);
}

void write_message(Writer& out, const Advert& advert, std::size_t count, Family family) {
  out.byte(static_cast<unsigned>(advert.version) << 4U | kTypeAdvert);
  out.byte(advert.vrid);
  out.byte(advert.priority);
  out.byte(static_cast<unsigned>(count));
  if (advert.version == 2) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(advert.interval).count();
    out.byte(advert.auth_type);
    out.byte(static_cast<unsigned>(std::clamp<std::int64_t>(seconds, 0, 255)));
  } else {
    out.word(static_cast<unsigned>(std::clamp<std::int64_t>(advert.interval / 10ms, 0, 4095)));
  }
  out.word(0);
  for (std::size_t i = 0; i < count; ++i) out.address(advert.addresses[i]);
  if (has_auth_data(advert.version, family)) {
    for (const std::uint8_t value : advert.auth_data) out.byte(value);
  }
}

}  // namespace

Decoded decode(std::span<const std::byte> packet) {
  if (packet.size() < kIpHeader) return DroppedAdvert{AdvertError::too_short, {}};
  const std::size_t header = (byte_at(packet, 0) & 0x0fU) * std::size_t{4};
  const std::size_t total = word_at(packet, 2);
  const std::uint8_t protocol = byte_at(packet, 9);
  if (byte_at(packet, 0) >> 4U != 4 || header < kIpHeader || total < header ||
      (protocol != kIpProtocolVrrp && protocol != kIpProtocolAuth)) {
    return DroppedAdvert{AdvertError::bad_ip_header, {}};
  }
  if (total > packet.size()) return DroppedAdvert{AdvertError::too_short, {}};
  const Envelope envelope{.source = address_at(packet, 12, Family::ipv4),
                          .destination = address_at(packet, 16, Family::ipv4),
                          .ttl = byte_at(packet, 8)};
  if (protocol == kIpProtocolVrrp) {
    return decode_message(packet.subspan(header, total - header), envelope, std::nullopt);
  }
  auto auth = read_auth_header(packet.first(total), header);
  if (!auth) return DroppedAdvert{AdvertError::bad_auth, {}};
  const auto message = packet.first(total).subspan(header + kAuthHeaderSize);
  return decode_message(message, envelope, std::move(auth));
}

Decoded decode(std::span<const std::byte> message, const Envelope& envelope) {
  if (envelope.source.family != Family::ipv6 || envelope.destination.family != Family::ipv6) {
    return DroppedAdvert{AdvertError::bad_ip_header, {}};
  }
  return decode_message(message, envelope, std::nullopt);
}

std::vector<std::byte> encode(const Envelope& envelope, const Advert& advert,
                              const std::optional<Seal>& seal) {
  const Family family = envelope.source.family;
  const std::size_t count = std::min(advert.addresses.size(), kMaxAnnouncedAddresses);
  const std::size_t length = message_length(advert.version, family, count);
  const bool is_ipv6 = family == Family::ipv6;
  Writer out;
  out.bytes().reserve(kIpv6Header + kAuthHeaderSize + length);
  if (is_ipv6) {
    write_ipv6_header(out, envelope, length);
  } else {
    write_ipv4_header(out, envelope, length + (seal ? kAuthHeaderSize : 0), seal);
    if (seal) write_auth_header(out, envelope, *seal);
  }
  write_message(out, advert, count, family);
  const auto message = std::span(out.bytes()).last(length);
  const auto form = is_ipv6 ? ChecksumForm::with_pseudo_header : envelope.checksum;
  const std::uint16_t sum = checksum(message, envelope, form);
  message[6] = static_cast<std::byte>(sum >> 8U);
  message[7] = static_cast<std::byte>(sum & 0xffU);
  if (seal && !is_ipv6) seal_packet(out.bytes(), kIpHeader, seal->password);
  return std::move(out.bytes());
}

}  // namespace evenkeel::vrrp
