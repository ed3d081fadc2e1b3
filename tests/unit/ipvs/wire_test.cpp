#include "checker/ipvs/wire.h"

#include <gtest/gtest.h>
#include <linux/ip_vs.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "unit/ipvs/tables.h"

namespace evenkeel::ipvs {
namespace {

constexpr int kFamily = 29;

Service round_trip(const Service& sent) {
  const auto message = encode_command(AddService{sent}, kFamily);
  const auto read = decode_service(*nlmsg_hdr(message.get()));
  return read ? read->service : Service{};
}

Destination round_trip(const Destination& sent) {
  const auto message = encode_command(AddDestination{key("tcp:192.0.2.10:80"), sent}, kFamily);
  const auto read = decode_destination(*nlmsg_hdr(message.get()), Family::ipv4);
  return read ? read->destination : Destination{};
}

TEST(IpvsWire, ServicesOfEveryKindSurviveTheRoundTrip) {
  for (const auto* id : {"tcp:192.0.2.10:80", "udp:192.0.2.10:53", "sctp:192.0.2.10:99",
                         "tcp:[2001:db8::10]:443", "fwmark:7", "fwmark6:4294967295"}) {
    const Service sent = service(id, "wrr");
    EXPECT_EQ(round_trip(sent), sent) << id;
  }
}

TEST(IpvsWire, SchedulersAndTheirFlagsSurviveTheRoundTrip) {
  for (const auto* name : {"rr", "wrr", "lc", "wlc", "sed", "nq", "dh", "sh", "lblc", "lblcr", "mh",
                           "fo", "ovf", "twos", "none"}) {
    Service sent = service("udp:192.0.2.10:53", name);
    sent.scheduler_flags = IP_VS_SVC_F_SCHED1 | IP_VS_SVC_F_SCHED3;
    sent.one_packet = true;
    EXPECT_EQ(round_trip(sent), sent) << name;
  }
}

TEST(IpvsWire, PersistenceSurvivesTheRoundTrip) {
  for (const unsigned prefix : {0U, 1U, 24U, 32U}) {
    Service sent = service("udp:192.0.2.10:5060");
    sent.persistence = std::chrono::seconds(2678400);
    sent.persistence_prefix = static_cast<std::uint8_t>(prefix);
    sent.persistence_engine = "sip";
    EXPECT_EQ(round_trip(sent), sent) << prefix;
  }
  Service sent = service("tcp:[2001:db8::10]:80");
  sent.persistence = std::chrono::seconds(1);
  sent.persistence_prefix = 64;
  EXPECT_EQ(round_trip(sent), sent);
}

TEST(IpvsWire, DestinationsOfEveryMethodSurviveTheRoundTrip) {
  for (const Method method :
       {Method::nat, Method::local, Method::tun, Method::dr, Method::bypass}) {
    Destination sent = destination("10.0.0.1:8080", 2147483647);
    sent.method = method;
    sent.upper_threshold = 4294967295U;
    sent.lower_threshold = 17;
    EXPECT_EQ(round_trip(sent), sent);
  }
}

TEST(IpvsWire, TunnelsSurviveTheRoundTrip) {
  Destination sent = destination("10.0.0.1:80", 0);
  sent.method = Method::tun;
  for (const TunnelType type : {TunnelType::ipip, TunnelType::gue, TunnelType::gre}) {
    for (const TunnelChecksum checksum :
         {TunnelChecksum::none, TunnelChecksum::full, TunnelChecksum::remote}) {
      sent.tunnel = type;
      sent.tunnel_checksum = checksum;
      sent.tunnel_port = 6080;
      EXPECT_EQ(round_trip(sent), sent);
    }
  }
}

TEST(IpvsWire, AnIpv6DestinationOfAnIpv4ServiceKeepsItsFamily) {
  Destination sent = destination("[2001:db8::1]:80");
  sent.method = Method::tun;
  EXPECT_EQ(round_trip(sent), sent);
}

TEST(IpvsWire, CommandsCarryTheirNumbers) {
  const Service sent = service("tcp:192.0.2.10:80");
  const Destination to = destination("10.0.0.1:80");
  const std::vector<std::pair<Command, int>> commands{
      {AddService{sent}, IPVS_CMD_NEW_SERVICE},
      {EditService{sent}, IPVS_CMD_SET_SERVICE},
      {RemoveService{sent.key}, IPVS_CMD_DEL_SERVICE},
      {AddDestination{sent.key, to}, IPVS_CMD_NEW_DEST},
      {EditDestination{sent.key, to}, IPVS_CMD_SET_DEST},
      {RemoveDestination{sent.key, to.endpoint}, IPVS_CMD_DEL_DEST}};
  for (const auto& [command, number] : commands) {
    const auto message = encode_command(command, kFamily);
    const nlmsghdr* header = nlmsg_hdr(message.get());
    const auto* generic = static_cast<const genlmsghdr*>(nlmsg_data(header));
    EXPECT_EQ(generic->cmd, number) << describe(command);
    EXPECT_EQ(header->nlmsg_type, kFamily);
    EXPECT_EQ(decode_service(*header)->service.key, sent.key);
  }
}

TEST(IpvsWire, DumpsAskForTheRightThing) {
  const auto services = encode_service_dump(kFamily);
  EXPECT_EQ(nlmsg_hdr(services.get())->nlmsg_flags, NLM_F_REQUEST | NLM_F_DUMP);
  const auto destinations = encode_destination_dump(key("fwmark6:7"), kFamily);
  EXPECT_EQ(decode_service(*nlmsg_hdr(destinations.get()))->service.key, key("fwmark6:7"));
}

// A message as the kernel writes it, with counters.
template <typename Count>
netlink::NetlinkMessage with_counters(int stats_type, Count connections) {
  netlink::NetlinkMessage message(nlmsg_alloc());
  genlmsg_put(message.get(), 0, 0, kFamily, 0, 0, IPVS_CMD_NEW_SERVICE, IPVS_GENL_VERSION);
  nlattr* outer = nla_nest_start(message.get(), IPVS_CMD_ATTR_SERVICE);
  nla_put_u16(message.get(), IPVS_SVC_ATTR_AF, 2);
  nla_put_u32(message.get(), IPVS_SVC_ATTR_FWMARK, 7);
  nlattr* inner = nla_nest_start(message.get(), stats_type);
  nla_put(message.get(), IPVS_STATS_ATTR_CONNS, sizeof(connections), &connections);
  nla_put_u64(message.get(), IPVS_STATS_ATTR_INBYTES, 123456789012ULL);
  nla_nest_end(message.get(), inner);
  nla_nest_end(message.get(), outer);
  return message;
}

TEST(IpvsWire, WideCountersAreReadWhereTheKernelHasThem) {
  const auto message = with_counters<std::uint64_t>(IPVS_SVC_ATTR_STATS64, 5000000000ULL);
  const auto read = decode_service(*nlmsg_hdr(message.get()));
  EXPECT_EQ(read->traffic.connections, 5000000000ULL);
  EXPECT_EQ(read->traffic.incoming_bytes, 123456789012ULL);
}

TEST(IpvsWire, NarrowCountersServeOldKernels) {
  const auto message = with_counters<std::uint32_t>(IPVS_SVC_ATTR_STATS, 42);
  const auto read = decode_service(*nlmsg_hdr(message.get()));
  EXPECT_EQ(read->traffic.connections, 42U);
  EXPECT_EQ(read->traffic.incoming_bytes, 123456789012ULL);
}

TEST(IpvsWire, ADestinationWithoutFamilyHasThatOfItsService) {
  netlink::NetlinkMessage message(nlmsg_alloc());
  genlmsg_put(message.get(), 0, 0, kFamily, 0, 0, IPVS_CMD_NEW_DEST, IPVS_GENL_VERSION);
  nlattr* nest = nla_nest_start(message.get(), IPVS_CMD_ATTR_DEST);
  const Endpoint sent = endpoint("[2001:db8::1]:80");
  nla_put(message.get(), IPVS_DEST_ATTR_ADDR, 16, sent.address.bytes.data());
  nla_nest_end(message.get(), nest);
  const auto read = decode_destination(*nlmsg_hdr(message.get()), Family::ipv6);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->destination.endpoint.address, sent.address);
}

TEST(IpvsWire, ForeignMessagesGiveNothing) {
  netlink::NetlinkMessage empty(nlmsg_alloc());
  genlmsg_put(empty.get(), 0, 0, kFamily, 0, 0, IPVS_CMD_NEW_SERVICE, IPVS_GENL_VERSION);
  EXPECT_FALSE(decode_service(*nlmsg_hdr(empty.get())));
  EXPECT_FALSE(decode_destination(*nlmsg_hdr(empty.get()), Family::ipv4));
  nlmsghdr bare{};
  bare.nlmsg_len = sizeof(bare);
  EXPECT_FALSE(decode_service(bare));
}

}  // namespace
}  // namespace evenkeel::ipvs
