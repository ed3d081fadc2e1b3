// The links that instances have of their own, for the virtual MAC (use_vmac): private macvlans.
// Which there are, and what is to be done with one, given what the kernel has. Pure; the link
// keeper applies it. A link stands up only while its instance is MASTER: a backup must not be heard
// with the virtual MAC (RFC 9568, section 7.4), and what the master sends with that MAC then
// reaches the interface below.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evenkeel/config.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

struct LinkWish {
  std::string name;
  std::string base;  // the interface it is made on
  HardwareAddress hardware{};
  std::uint32_t group = 0;
  Family family = Family::ipv4;  // ipv6: it carries IPv6, too
  bool operator==(const LinkWish&) const = default;
};

// 00-00-5E-00-01-{VRID} for IPv4, 00-00-5E-00-02-{VRID} for IPv6 (RFC 9568, section 7.3), unless
// configured.
HardwareAddress virtual_mac(const VrrpInstance& config);
bool has_own_link(const VrrpInstance& config);
// Of its own, or for addresses on other interfaces.
bool has_virtual_mac(const VrrpInstance& config);

// Its own one first.
std::vector<LinkWish> links_of(const VrrpInstance& config);

// Where the address lives: on the instance's own link, unless it names another interface.
const std::string& device_of(const VrrpInstance& config, const VirtualAddress& address);

// Whether its adverts leave through its own link.
bool sends_on_own_link(const VrrpInstance& config);

// as_is: its instance has not started yet, and may be about to go on as a predecessor left it.
enum class LinkStand : std::uint8_t { as_is, down, up };
// foreign: neither we nor a predecessor of ours made the link that has the name.
enum class LinkMaker : std::uint8_t { ours, foreign };

enum class LinkStep : std::uint8_t { none, create, replace, set_up, set_down };
struct LinkDecision {
  LinkStep step = LinkStep::none;
  std::string fault;  // why there is no such link; empty: there is, or will be
  bool operator==(const LinkDecision&) const = default;
};

LinkDecision decide(const LinkWish& wish, LinkStand stand, LinkMaker maker, const LinkTable& links);

// How the role page names a link of ours, and a base whose setting we changed from 0. The index is
// part of it: the kernel gives none twice.
std::string link_place(const Link& link);
std::string setting_place(const Link& link, const std::string& setting);

}  // namespace evenkeel::vrrp
