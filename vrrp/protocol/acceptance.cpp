// The rules of reception (RFC 3768, section 7.1; RFC 9568, section 7.1) as keepalived applies them.
#include "vrrp/protocol/acceptance.h"

#include <algorithm>

namespace evenkeel::vrrp {

namespace {

constexpr std::uint8_t kMulticastTtl = 255;

AuthData auth_data(const VrrpInstance& instance) {
  AuthData data{};
  const std::size_t size = std::min(instance.auth_pass.size(), data.size());
  std::copy_n(instance.auth_pass.begin(), size, data.begin());
  return data;
}

std::uint8_t auth_type(const VrrpInstance& instance) {
  if (instance.version != 2) return kAuthNone;
  switch (instance.authentication) {
    case Authentication::none:
      return kAuthNone;
    case Authentication::pass:
      return kAuthPass;
    case Authentication::ah:
      return kAuthHeader;
  }
  return kAuthNone;
}

std::uint32_t spi_of(const IpAddress& source) { return ipv4_value(source); }

// keepalived's order: nothing in the packet means anything before its integrity is known.
std::optional<AdvertError> refusal_by_header(const VrrpInstance& instance, const OwnSide& own,
                                             const ReceivedAdvert& received) {
  if (!received.auth) return AdvertError::bad_auth_type;
  const AuthHeader& header = *received.auth;
  if (integrity_value(instance.auth_pass, header.covered) != header.integrity) {
    return AdvertError::bad_auth;
  }
  if (header.spi != spi_of(received.envelope.source)) return AdvertError::bad_auth;
  if (header.sequence <= own.sequence) return AdvertError::replay;
  return std::nullopt;
}

std::optional<AdvertError> refusal_by_authentication(const VrrpInstance& instance,
                                                     const OwnSide& own,
                                                     const ReceivedAdvert& received) {
  const std::uint8_t wanted = auth_type(instance);
  if (received.advert.auth_type != wanted) return AdvertError::bad_auth_type;
  if (wanted == kAuthHeader) return refusal_by_header(instance, own, received);
  if (received.auth) return AdvertError::bad_auth_type;
  const bool is_wrong = wanted == kAuthPass && received.advert.auth_data != auth_data(instance);
  return is_wrong ? std::optional(AdvertError::bad_auth) : std::nullopt;
}

// Unicast may be routed, multicast with its full TTL is not: an instance that took both would be
// open to the whole network.
std::optional<AdvertError> refusal_by_path(const VrrpInstance& instance, const Envelope& envelope) {
  const bool is_unicast = !is_multicast(envelope.destination);
  if (is_unicast == instance.peers.empty()) return AdvertError::bad_destination;
  if (!is_unicast) {
    if (envelope.ttl != kMulticastTtl) return AdvertError::bad_ttl;
    return std::nullopt;
  }
  const auto peer =
      std::find_if(instance.peers.begin(), instance.peers.end(),
                   [&](const UnicastPeer& known) { return known.address == envelope.source; });
  if (peer == instance.peers.end()) {
    if (instance.check_unicast_source) return AdvertError::unknown_source;
    return std::nullopt;
  }
  if (envelope.ttl < peer->min_ttl || envelope.ttl > peer->max_ttl) return AdvertError::bad_ttl;
  return std::nullopt;
}

std::vector<IpAddress> announced(const VrrpInstance& instance) {
  std::vector<IpAddress> addresses;
  for (const auto& address : instance.addresses) {
    if (address.prefix.address.family != instance.family) continue;
    if (addresses.size() == kMaxAnnouncedAddresses) break;
    addresses.push_back(address.prefix.address);
  }
  return addresses;
}

}  // namespace

Advert make_advert(const VrrpInstance& instance, std::uint8_t priority) {
  Advert advert{.version = instance.version,
                .vrid = instance.vrid,
                .priority = priority,
                .interval = instance.advert_interval,
                .addresses = announced(instance)};
  advert.auth_type = auth_type(instance);
  if (advert.auth_type == kAuthPass) advert.auth_data = auth_data(instance);
  return advert;
}

std::optional<Seal> make_seal(const VrrpInstance& instance, std::uint32_t sequence) {
  if (auth_type(instance) != kAuthHeader) return std::nullopt;
  return Seal{.password = instance.auth_pass, .sequence = sequence};
}

Envelope make_envelope(const VrrpInstance& instance, const IpAddress& source,
                       const IpAddress& destination) {
  const bool is_ipv6 = instance.family == Family::ipv6;
  const bool has_pseudo_header = is_ipv6 || (instance.version == 3 && !instance.checksum_as_v2);
  return {.source = source,
          .destination = destination,
          .ttl = is_multicast(destination) ? kMulticastTtl : instance.unicast_ttl,
          .checksum =
              has_pseudo_header ? ChecksumForm::with_pseudo_header : ChecksumForm::message_only};
}

std::optional<AdvertError> refusal(const VrrpInstance& instance, const OwnSide& own,
                                   const ReceivedAdvert& received) {
  const Advert& advert = received.advert;
  if (received.envelope.source == own.source) return AdvertError::own_packet;
  if (const auto error = refusal_by_path(instance, received.envelope)) return error;
  if (advert.version != instance.version) return AdvertError::bad_version;
  if (instance.version == 2) {
    if (const auto error = refusal_by_authentication(instance, own, received)) return error;
    if (advert.interval != instance.advert_interval) return AdvertError::interval_mismatch;
  }
  // A master that never waits between adverts would leave its backups no master-down time.
  if (advert.interval <= Duration(0)) return AdvertError::interval_mismatch;
  return std::nullopt;
}

bool has_same_addresses(const VrrpInstance& instance, const Advert& advert) {
  if (instance.skip_address_check) return true;
  auto ours = announced(instance);
  auto theirs = advert.addresses;
  if (ours == theirs) return true;
  std::sort(ours.begin(), ours.end());
  std::sort(theirs.begin(), theirs.end());
  return ours == theirs;
}

}  // namespace evenkeel::vrrp
