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

bool has_authentication(const VrrpInstance& instance) {
  return instance.version == 2 && !instance.auth_pass.empty();
}

std::optional<AdvertError> refusal_by_path(const VrrpInstance& instance, const Envelope& envelope) {
  if (is_multicast(envelope.destination)) {
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
    if (address.prefix.address.family != Family::ipv4) continue;
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
  if (has_authentication(instance)) {
    advert.auth_type = kAuthPass;
    advert.auth_data = auth_data(instance);
  }
  return advert;
}

Envelope make_envelope(const VrrpInstance& instance, const IpAddress& source,
                       const IpAddress& destination) {
  const bool has_pseudo_header = instance.version == 3 && !instance.checksum_as_v2;
  return {.source = source,
          .destination = destination,
          .ttl = is_multicast(destination) ? kMulticastTtl : instance.unicast_ttl,
          .checksum =
              has_pseudo_header ? ChecksumForm::with_pseudo_header : ChecksumForm::message_only};
}

std::optional<AdvertError> refusal(const VrrpInstance& instance, const IpAddress& own_source,
                                   const ReceivedAdvert& received) {
  const Advert& advert = received.advert;
  if (received.envelope.source == own_source) return AdvertError::own_packet;
  if (const auto error = refusal_by_path(instance, received.envelope)) return error;
  if (advert.version != instance.version) return AdvertError::bad_version;
  if (instance.version == 2) {
    const bool wants_auth = has_authentication(instance);
    if (advert.auth_type != (wants_auth ? kAuthPass : kAuthNone)) return AdvertError::bad_auth_type;
    if (wants_auth && advert.auth_data != auth_data(instance)) return AdvertError::bad_auth;
    if (advert.interval != instance.advert_interval) return AdvertError::interval_mismatch;
  }
  // A master that never waits between adverts would leave its backups no master-down time.
  if (advert.interval <= Duration(0)) return AdvertError::interval_mismatch;
  return std::nullopt;
}

bool has_same_addresses(const VrrpInstance& instance, const Advert& advert) {
  auto ours = announced(instance);
  auto theirs = advert.addresses;
  if (ours == theirs) return true;
  std::sort(ours.begin(), ours.end());
  std::sort(theirs.begin(), theirs.end());
  return ours == theirs;
}

}  // namespace evenkeel::vrrp
