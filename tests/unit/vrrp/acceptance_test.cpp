#include "vrrp/protocol/acceptance.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

const OwnSide kOwn{.source = *parse_address("192.0.2.1")};
const IpAddress kPeer = *parse_address("192.0.2.2");
const IpAddress kGroup = *parse_address("224.0.0.18");

VrrpInstance instance(std::uint8_t version) {
  VrrpInstance made;
  made.name = "web";
  made.interface = "eth0";
  made.vrid = 51;
  made.version = version;
  made.advert_interval = 1s;
  made.multicast_group = kGroup;
  made.addresses.push_back({.prefix = *parse_prefix("192.0.2.100/24")});
  return made;
}

ReceivedAdvert heard(const VrrpInstance& from, std::uint8_t priority = 100) {
  return {make_envelope(from, kPeer, kGroup), make_advert(from, priority)};
}

TEST(VrrpAcceptance, TheSameConfigurationIsBelieved) {
  for (const std::uint8_t version : {std::uint8_t{2}, std::uint8_t{3}}) {
    EXPECT_EQ(refusal(instance(version), kOwn, heard(instance(version))), std::nullopt);
  }
}

TEST(VrrpAcceptance, OurOwnPacketIsRecognised) {
  EXPECT_EQ(refusal(instance(2), {.source = kPeer}, heard(instance(2))), AdvertError::own_packet);
}

TEST(VrrpAcceptance, AMulticastAdvertMustNotHaveBeenRouted) {
  auto received = heard(instance(2));
  received.envelope.ttl = 254;
  EXPECT_EQ(refusal(instance(2), kOwn, received), AdvertError::bad_ttl);
}

TEST(VrrpAcceptance, AUnicastAdvertMayBeRoutedWithinThePeersLimits) {
  VrrpInstance ours = instance(2);
  ours.peers = {{.address = kPeer, .min_ttl = 250, .max_ttl = 254}};
  auto received = heard(instance(2));
  received.envelope.destination = kOwn.source;
  received.envelope.ttl = 250;
  EXPECT_EQ(refusal(ours, kOwn, received), std::nullopt);
  received.envelope.ttl = 249;
  EXPECT_EQ(refusal(ours, kOwn, received), AdvertError::bad_ttl);
  received.envelope.ttl = 255;
  EXPECT_EQ(refusal(ours, kOwn, received), AdvertError::bad_ttl);
}

TEST(VrrpAcceptance, UnicastToAMulticastInstanceIsRefusedWhateverItsTtl) {
  auto received = heard(instance(3), 255);
  received.envelope.destination = kOwn.source;
  for (const std::uint8_t ttl : {std::uint8_t{60}, std::uint8_t{255}}) {
    received.envelope.ttl = ttl;
    EXPECT_EQ(refusal(instance(3), kOwn, received), AdvertError::bad_destination);
  }
}

TEST(VrrpAcceptance, MulticastToAUnicastInstanceIsRefused) {
  VrrpInstance ours = instance(3);
  ours.peers = {{.address = kPeer}};
  EXPECT_EQ(refusal(ours, kOwn, heard(instance(3))), AdvertError::bad_destination);
}

TEST(VrrpAcceptance, AStrangerIsRefusedOnlyWhenAsked) {
  VrrpInstance ours = instance(2);
  ours.peers = {{.address = *parse_address("192.0.2.9")}};
  auto received = heard(instance(2));
  received.envelope.destination = kOwn.source;
  EXPECT_EQ(refusal(ours, kOwn, received), std::nullopt);
  ours.check_unicast_source = true;
  EXPECT_EQ(refusal(ours, kOwn, received), AdvertError::unknown_source);
}

TEST(VrrpAcceptance, TheOtherVersionIsRefused) {
  EXPECT_EQ(refusal(instance(2), kOwn, heard(instance(3))), AdvertError::bad_version);
}

TEST(VrrpAcceptance, PasswordsMustMatch) {
  VrrpInstance ours = instance(2);
  ours.authentication = Authentication::pass;
  ours.auth_pass = "secret";
  VrrpInstance theirs = ours;
  EXPECT_EQ(refusal(ours, kOwn, heard(theirs)), std::nullopt);
  theirs.auth_pass = "other";
  EXPECT_EQ(refusal(ours, kOwn, heard(theirs)), AdvertError::bad_auth);
  theirs.authentication = Authentication::none;
  EXPECT_EQ(refusal(ours, kOwn, heard(theirs)), AdvertError::bad_auth_type);
  EXPECT_EQ(refusal(theirs, kOwn, heard(ours)), AdvertError::bad_auth_type);
}

TEST(VrrpAcceptance, APasswordMeansNothingInVersion3) {
  VrrpInstance ours = instance(3);
  ours.authentication = Authentication::pass;
  ours.auth_pass = "secret";
  EXPECT_EQ(refusal(ours, kOwn, heard(instance(3))), std::nullopt);
  EXPECT_EQ(make_advert(ours, 1).auth_type, kAuthNone);
}

TEST(VrrpAcceptance, AnotherIntervalIsRefusedInVersion2AndAdoptedInVersion3) {
  VrrpInstance theirs = instance(2);
  theirs.advert_interval = 2s;
  EXPECT_EQ(refusal(instance(2), kOwn, heard(theirs)), AdvertError::interval_mismatch);
  theirs.version = 3;
  EXPECT_EQ(refusal(instance(3), kOwn, heard(theirs)), std::nullopt);
}

TEST(VrrpAcceptance, AnIntervalOfZeroIsRefused) {
  VrrpInstance theirs = instance(3);
  theirs.advert_interval = Duration(0);
  EXPECT_EQ(refusal(instance(3), kOwn, heard(theirs)), AdvertError::interval_mismatch);
}

TEST(VrrpAcceptance, AddressListsAreComparedWithoutOrder) {
  VrrpInstance ours = instance(2);
  ours.addresses.push_back({.prefix = *parse_prefix("192.0.2.50/32")});
  Advert advert = make_advert(ours, 100);
  std::swap(advert.addresses[0], advert.addresses[1]);
  EXPECT_TRUE(has_same_addresses(ours, advert));
  advert.addresses.pop_back();
  EXPECT_FALSE(has_same_addresses(ours, advert));
}

TEST(VrrpAcceptance, TheChecksumFormIsSentAsConfigured) {
  VrrpInstance ours = instance(3);
  EXPECT_EQ(make_envelope(ours, kOwn.source, kGroup).checksum, ChecksumForm::with_pseudo_header);
  ours.checksum_as_v2 = true;
  EXPECT_EQ(make_envelope(ours, kOwn.source, kGroup).checksum, ChecksumForm::message_only);
  EXPECT_EQ(make_envelope(instance(2), kOwn.source, kGroup).checksum, ChecksumForm::message_only);
}

TEST(VrrpAcceptance, MulticastLeavesWithFullTtlAndUnicastAsConfigured) {
  VrrpInstance ours = instance(2);
  ours.unicast_ttl = 7;
  EXPECT_EQ(make_envelope(ours, kOwn.source, kGroup).ttl, 255);
  EXPECT_EQ(make_envelope(ours, kOwn.source, kPeer).ttl, 7);
}

VrrpInstance sealed_instance() {
  auto made = instance(2);
  made.authentication = Authentication::ah;
  made.auth_pass = "secret";
  return made;
}

// As it comes off the wire.
ReceivedAdvert heard_sealed(const VrrpInstance& from, std::uint32_t sequence) {
  const auto packet =
      encode(make_envelope(from, kPeer, kGroup), make_advert(from, 100), make_seal(from, sequence));
  const auto decoded = decode(packet);
  return std::get<ReceivedAdvert>(decoded);
}

OwnSide own_at(std::uint32_t sequence) { return {.source = kOwn.source, .sequence = sequence}; }

TEST(VrrpAcceptance, ASealedAdvertIsBelievedOnce) {
  const auto ours = sealed_instance();
  EXPECT_EQ(refusal(ours, own_at(6), heard_sealed(ours, 7)), std::nullopt);
  EXPECT_EQ(refusal(ours, own_at(7), heard_sealed(ours, 7)), AdvertError::replay);
  EXPECT_EQ(refusal(ours, own_at(8), heard_sealed(ours, 7)), AdvertError::replay);
}

TEST(VrrpAcceptance, ASealOfAnotherPasswordIsNotBelievedEvenIfItIsAReplay) {
  auto theirs = sealed_instance();
  theirs.auth_pass = "other";
  EXPECT_EQ(refusal(sealed_instance(), own_at(6), heard_sealed(theirs, 7)), AdvertError::bad_auth);
  EXPECT_EQ(refusal(sealed_instance(), own_at(9), heard_sealed(theirs, 7)), AdvertError::bad_auth);
}

TEST(VrrpAcceptance, TheSealNamesItsSender) {
  const auto ours = sealed_instance();
  auto received = heard_sealed(ours, 7);
  received.auth->spi ^= 1U;
  EXPECT_EQ(refusal(ours, kOwn, received), AdvertError::bad_auth);
}

TEST(VrrpAcceptance, SealAndPasswordDoNotMix) {
  const auto ours = sealed_instance();
  auto plain = instance(2);
  plain.authentication = Authentication::pass;
  plain.auth_pass = "secret";
  EXPECT_EQ(refusal(ours, kOwn, heard(plain)), AdvertError::bad_auth_type);
  EXPECT_EQ(refusal(plain, kOwn, heard_sealed(ours, 7)), AdvertError::bad_auth_type);
  EXPECT_EQ(refusal(instance(2), kOwn, heard_sealed(ours, 7)), AdvertError::bad_auth_type);
  // The type says header, and there is none.
  EXPECT_EQ(refusal(ours, kOwn, heard(ours)), AdvertError::bad_auth_type);
}

TEST(VrrpAcceptance, Version3HasNoSeal) {
  auto ours = sealed_instance();
  ours.version = 3;
  EXPECT_FALSE(make_seal(ours, 1).has_value());
  EXPECT_EQ(make_advert(ours, 100).auth_type, kAuthNone);
}

TEST(VrrpAcceptance, AnAdvertOverIPv6CarriesItsFamilyAlone) {
  auto ours = instance(3);
  ours.family = Family::ipv6;
  ours.addresses = {{.prefix = *parse_prefix("2001:db8::1/64")},
                    {.prefix = *parse_prefix("192.0.2.1/24")}};
  ours.checksum_as_v2 = true;
  EXPECT_EQ(make_advert(ours, 100).addresses,
            (std::vector<IpAddress>{*parse_address("2001:db8::1")}));
  EXPECT_EQ(make_envelope(ours, kPeer, kGroup).checksum, ChecksumForm::with_pseudo_header);
}

TEST(VrrpAcceptance, AnotherListOfAddressesCountsUnlessItIsNotLookedAt) {
  auto ours = instance(2);
  auto theirs = instance(2);
  theirs.addresses.clear();
  EXPECT_FALSE(has_same_addresses(ours, make_advert(theirs, 100)));
  ours.skip_address_check = true;
  EXPECT_TRUE(has_same_addresses(ours, make_advert(theirs, 100)));
}

}  // namespace
}  // namespace evenkeel::vrrp
