// RTM_SETLINK and its relations.
#include "vrrp/net/link_message.h"

#include <linux/if_link.h>
#include <sys/socket.h>

namespace evenkeel::vrrp {

ifinfomsg link_header(int index) {
  ifinfomsg header{};
  header.ifi_family = AF_UNSPEC;
  header.ifi_index = index;
  return header;
}

netlink::NetlinkMessage link_message(int type, int flags, const ifinfomsg& header) {
  netlink::NetlinkMessage message(nlmsg_alloc_size(512));
  nlmsg_put(message.get(), NL_AUTO_PORT, NL_AUTO_SEQ, type, 0, NLM_F_REQUEST | flags);
  ifinfomsg copy = header;
  nlmsg_append(message.get(), &copy, sizeof(copy), NLMSG_ALIGNTO);
  return message;
}

netlink::NetlinkMessage ipv4_settings_message(
    int index, std::initializer_list<std::pair<int, std::uint32_t>> settings) {
  auto message = link_message(RTM_SETLINK, 0, link_header(index));
  nlattr* families = nla_nest_start(message.get(), IFLA_AF_SPEC);
  nlattr* inet = nla_nest_start(message.get(), AF_INET);
  nlattr* values = nla_nest_start(message.get(), IFLA_INET_CONF);
  for (const auto& [setting, value] : settings) nla_put_u32(message.get(), setting, value);
  nla_nest_end(message.get(), values);
  nla_nest_end(message.get(), inet);
  nla_nest_end(message.get(), families);
  return message;
}

}  // namespace evenkeel::vrrp
