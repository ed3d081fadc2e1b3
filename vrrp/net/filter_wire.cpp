// NFNL_SUBSYS_NFTABLES. All numbers are in network order, but for what is compared with registers.
#include "vrrp/net/filter_wire.h"

#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <netinet/icmp6.h>

#include <string_view>

namespace evenkeel::vrrp {

namespace {

constexpr const char* kChain = "input";
// A message's attributes have to fit 64 KiB.
constexpr std::size_t kKeysPerMessage = 500;
constexpr std::size_t kMessageSize = 65536;

netlink::NetlinkMessage header(int type, int flags, std::uint8_t family, std::uint16_t resource) {
  netlink::NetlinkMessage message(nlmsg_alloc_size(kMessageSize));
  nlmsg_put(message.get(), NL_AUTO_PORT, 0, type, sizeof(nfgenmsg), NLM_F_REQUEST | flags);
  const nfgenmsg body{.nfgen_family = family, .version = NFNETLINK_V0, .res_id = htons(resource)};
  *static_cast<nfgenmsg*>(nlmsg_data(nlmsg_hdr(message.get()))) = body;
  return message;
}

netlink::NetlinkMessage request(int type, int flags = 0) {
  return header((NFNL_SUBSYS_NFTABLES << 8) | type, flags, NFPROTO_INET, 0);
}

NetlinkBatch in_batch(NetlinkBatch messages) {
  NetlinkBatch batch;
  batch.push_back(header(NFNL_MSG_BATCH_BEGIN, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES));
  for (auto& message : messages) batch.push_back(std::move(message));
  batch.push_back(header(NFNL_MSG_BATCH_END, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES));
  return batch;
}

void put_u32(nl_msg* message, int type, std::uint32_t number) {
  nla_put_u32(message, type, htonl(number));
}

// The nest ends with the object.
class Nest {
 public:
  Nest(nl_msg* message, int type)
      : message_(message), nest_(nla_nest_start(message, type | NLA_F_NESTED)) {}
  ~Nest() { nla_nest_end(message_, nest_); }
  Nest(const Nest&) = delete;
  Nest& operator=(const Nest&) = delete;

 private:
  nl_msg* message_;
  nlattr* nest_;
};

netlink::NetlinkMessage table_message(int type, int flags, const std::string& table) {
  auto message = request(type, flags);
  nla_put_string(message.get(), NFTA_TABLE_NAME, table.c_str());
  return message;
}

netlink::NetlinkMessage chain_message(const FirewallSettings& settings) {
  auto made = request(NFT_MSG_NEWCHAIN, NLM_F_CREATE);
  nl_msg* message = made.get();
  nla_put_string(message, NFTA_CHAIN_TABLE, table_name(settings).c_str());
  nla_put_string(message, NFTA_CHAIN_NAME, kChain);
  {
    const Nest hook(message, NFTA_CHAIN_HOOK);
    put_u32(message, NFTA_HOOK_HOOKNUM, NF_INET_LOCAL_IN);
    put_u32(message, NFTA_HOOK_PRIORITY, static_cast<std::uint32_t>(settings.nftables_priority));
  }
  put_u32(message, NFTA_CHAIN_POLICY, NF_ACCEPT);
  nla_put_string(message, NFTA_CHAIN_TYPE, "filter");
  return made;
}

// How `nft list` is to show a key: types of its own, six bits each.
std::uint32_t type_of(KeyField field, Family family) {
  switch (field) {
    case KeyField::l4_protocol:
      return 12;
    case KeyField::address:
      return family == Family::ipv6 ? 8 : 7;
    case KeyField::port:
      return 13;
    case KeyField::mark:
      return 19;
    case KeyField::interface:
      return 20;
  }
  return 0;
}

std::uint32_t padded(std::size_t size) { return static_cast<std::uint32_t>((size + 3) / 4 * 4); }

netlink::NetlinkMessage set_message(const std::string& table, FilterSet set) {
  const FilterRule& rule = rule_of(set);
  std::uint32_t type = 0, length = 0;
  for (const KeyField field : rule.key) {
    type = type << 6U | type_of(field, rule.family);
    length += padded(size_of(field, rule.family));
  }
  auto made = request(NFT_MSG_NEWSET, NLM_F_CREATE);
  nl_msg* message = made.get();
  nla_put_string(message, NFTA_SET_TABLE, table.c_str());
  nla_put_string(message, NFTA_SET_NAME, rule.name);
  put_u32(message, NFTA_SET_FLAGS, 0);
  put_u32(message, NFTA_SET_KEY_TYPE, type);
  put_u32(message, NFTA_SET_KEY_LEN, length);
  put_u32(message, NFTA_SET_ID, static_cast<std::uint32_t>(set) + 1);
  return made;
}

void append_keys(NetlinkBatch& batch, int type, const std::string& table, const FilterKeys& keys) {
  for (std::size_t i = 0; i < kFilterSetCount; ++i) {
    for (auto key = keys[i].begin(); key != keys[i].end();) {
      auto made = request(type, type == NFT_MSG_NEWSETELEM ? NLM_F_CREATE : 0);
      nl_msg* message = made.get();
      nla_put_string(message, NFTA_SET_ELEM_LIST_TABLE, table.c_str());
      nla_put_string(message, NFTA_SET_ELEM_LIST_SET, rule_of(static_cast<FilterSet>(i)).name);
      {
        const Nest list(message, NFTA_SET_ELEM_LIST_ELEMENTS);
        for (std::size_t n = 0; n < kKeysPerMessage && key != keys[i].end(); ++n, ++key) {
          const Nest element(message, NFTA_LIST_ELEM);
          const Nest data(message, NFTA_SET_ELEM_KEY);
          nla_put(message, NFTA_DATA_VALUE, static_cast<int>(key->size()), key->data());
        }
      }
      batch.push_back(std::move(made));
    }
  }
}

// One rule's message, with its expressions one after the other.
class RuleMessage {
 public:
  explicit RuleMessage(const std::string& table)
      : made_(request(NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND)) {
    nla_put_string(message(), NFTA_RULE_TABLE, table.c_str());
    nla_put_string(message(), NFTA_RULE_CHAIN, kChain);
    list_ = nla_nest_start(message(), NFTA_RULE_EXPRESSIONS | NLA_F_NESTED);
  }

  netlink::NetlinkMessage take() {
    nla_nest_end(message(), list_);
    return std::move(made_);
  }

  void load_meta(std::uint32_t key, std::uint32_t to) {
    add("meta", [&](nl_msg* message) {
      put_u32(message, NFTA_META_KEY, key);
      put_u32(message, NFTA_META_DREG, to);
    });
  }
  void load_payload(std::uint32_t base, std::uint32_t offset, std::uint32_t length,
                    std::uint32_t to) {
    add("payload", [&](nl_msg* message) {
      put_u32(message, NFTA_PAYLOAD_DREG, to);
      put_u32(message, NFTA_PAYLOAD_BASE, base);
      put_u32(message, NFTA_PAYLOAD_OFFSET, offset);
      put_u32(message, NFTA_PAYLOAD_LEN, length);
    });
  }
  void compare(std::uint32_t operation, std::uint8_t with) {
    add("cmp", [&](nl_msg* message) {
      put_u32(message, NFTA_CMP_SREG, NFT_REG32_00);
      put_u32(message, NFTA_CMP_OP, operation);
      const Nest data(message, NFTA_CMP_DATA);
      nla_put(message, NFTA_DATA_VALUE, sizeof(with), &with);
    });
  }
  void look_up(const char* set) {
    add("lookup", [&](nl_msg* message) {
      nla_put_string(message, NFTA_LOOKUP_SET, set);
      put_u32(message, NFTA_LOOKUP_SREG, NFT_REG32_00);
    });
  }
  void count() {
    add("counter", [](nl_msg*) {});
  }
  void decide(FilterVerdict verdict) {
    add("immediate", [&](nl_msg* message) {
      put_u32(message, NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
      const Nest data(message, NFTA_IMMEDIATE_DATA);
      const Nest code(message, NFTA_DATA_VERDICT);
      put_u32(message, NFTA_VERDICT_CODE, verdict == FilterVerdict::drop ? NF_DROP : NF_ACCEPT);
    });
  }

 private:
  template <typename Fill>
  void add(const char* name, const Fill& fill) {
    const Nest element(message(), NFTA_LIST_ELEM);
    nla_put_string(message(), NFTA_EXPR_NAME, name);
    const Nest data(message(), NFTA_EXPR_DATA);
    fill(message());
  }
  nl_msg* message() { return made_.get(); }

  netlink::NetlinkMessage made_;
  nlattr* list_ = nullptr;
};

void match_family(RuleMessage& rule, Family family) {
  rule.load_meta(NFT_META_NFPROTO, NFT_REG32_00);
  rule.compare(NFT_CMP_EQ, family == Family::ipv6 ? NFPROTO_IPV6 : NFPROTO_IPV4);
}

void load(RuleMessage& rule, KeyField field, Family family, std::uint32_t to) {
  constexpr std::uint32_t kDestination4 = 16, kDestination6 = 24, kPort = 2;
  const auto length = static_cast<std::uint32_t>(size_of(field, family));
  switch (field) {
    case KeyField::l4_protocol:
      return rule.load_meta(NFT_META_L4PROTO, to);
    case KeyField::address:
      return rule.load_payload(NFT_PAYLOAD_NETWORK_HEADER,
                               family == Family::ipv6 ? kDestination6 : kDestination4, length, to);
    case KeyField::port:
      return rule.load_payload(NFT_PAYLOAD_TRANSPORT_HEADER, kPort, length, to);
    case KeyField::mark:
      return rule.load_meta(NFT_META_MARK, to);
    case KeyField::interface:
      return rule.load_meta(NFT_META_IIF, to);
  }
}

// Without them nobody reaches the address.
netlink::NetlinkMessage neighbour_discovery(const std::string& table) {
  RuleMessage rule(table);
  match_family(rule, Family::ipv6);
  rule.load_meta(NFT_META_L4PROTO, NFT_REG32_00);
  rule.compare(NFT_CMP_EQ, IPPROTO_ICMPV6);
  rule.load_payload(NFT_PAYLOAD_TRANSPORT_HEADER, 0, 1, NFT_REG32_00);
  rule.compare(NFT_CMP_GTE, ND_NEIGHBOR_SOLICIT);
  rule.compare(NFT_CMP_LTE, ND_NEIGHBOR_ADVERT);
  rule.decide(FilterVerdict::accept);
  return rule.take();
}

netlink::NetlinkMessage rule_message(const FirewallSettings& settings, FilterSet set) {
  const FilterRule& wanted = rule_of(set);
  RuleMessage rule(table_name(settings));
  match_family(rule, wanted.family);
  std::uint32_t to = NFT_REG32_00;
  for (const KeyField field : wanted.key) {
    load(rule, field, wanted.family, to);
    to += padded(size_of(field, wanted.family)) / 4;
  }
  rule.look_up(wanted.name);
  if (settings.has_counters) rule.count();
  rule.decide(wanted.verdict);
  return rule.take();
}

}  // namespace

std::string table_name(const FirewallSettings& settings) {
  return settings.nftables.value_or("evenkeel");
}

NetlinkBatch encode_table(const FirewallSettings& settings, const FilterKeys& keys) {
  const std::string table = table_name(settings);
  NetlinkBatch batch;
  // So that there is one to delete.
  batch.push_back(table_message(NFT_MSG_NEWTABLE, NLM_F_CREATE, table));
  batch.push_back(table_message(NFT_MSG_DELTABLE, 0, table));
  auto made = table_message(NFT_MSG_NEWTABLE, NLM_F_CREATE, table);
  put_u32(made.get(), NFTA_TABLE_FLAGS, NFT_TABLE_F_OWNER);
  batch.push_back(std::move(made));
  for (std::size_t i = 0; i < kFilterSetCount; ++i) {
    batch.push_back(set_message(table, static_cast<FilterSet>(i)));
  }
  batch.push_back(chain_message(settings));
  batch.push_back(neighbour_discovery(table));
  for (std::size_t i = 0; i < kFilterSetCount; ++i) {
    batch.push_back(rule_message(settings, static_cast<FilterSet>(i)));
  }
  append_keys(batch, NFT_MSG_NEWSETELEM, table, keys);
  return in_batch(std::move(batch));
}

NetlinkBatch encode_change(const std::string& table, const FilterKeys& added,
                           const FilterKeys& removed) {
  NetlinkBatch batch;
  append_keys(batch, NFT_MSG_NEWSETELEM, table, added);
  append_keys(batch, NFT_MSG_DELSETELEM, table, removed);
  return in_batch(std::move(batch));
}

NetlinkBatch encode_removal(const std::string& table) {
  NetlinkBatch batch;
  batch.push_back(table_message(NFT_MSG_DELTABLE, 0, table));
  return in_batch(std::move(batch));
}

}  // namespace evenkeel::vrrp
