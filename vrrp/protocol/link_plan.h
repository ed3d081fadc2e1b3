// The links that instances have of their own: private macvlans for the virtual MAC (use_vmac),
// ipvlans with the MAC of the interface below (use_ipvlan). Which there are, and what is to be done
// with one, given what the kernel has. Pure; the link keeper applies it. A macvlan stands up only
// while its instance is MASTER: a backup must not be heard with the virtual MAC (RFC 9568, section
// 7.4), and what the master sends with that MAC then reaches the interface below. An ipvlan has an
// address to send from and always stands up.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "evenkeel/config.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

struct LinkWish {
  std::string name;
  std::string base;                      // the interface it is made on
  HardwareAddress hardware{};            // of a macvlan
  std::optional<IpvlanMode> ipvlan{};    // unset: a macvlan
  std::optional<std::uint32_t> group{};  // unset: the group of its base
  Family family = Family::ipv4;          // ipv6: it carries IPv6, too
  bool is_told = false;  // the base is told of once it is there (netlink_notify_msg)
  bool operator==(const LinkWish&) const = default;
};

// 00-00-5E-00-01-{VRID} for IPv4, 00-00-5E-00-02-{VRID} for IPv6 (RFC 9568, section 7.3), unless
// configured.
HardwareAddress virtual_mac(const VrrpInstance& config);
bool has_own_link(const VrrpInstance& config);
// On its own link, or for addresses on other interfaces.
bool has_virtual_mac(const VrrpInstance& config);

// Its own one first.
std::vector<LinkWish> links_of(const VrrpInstance& config);

// Where the address lives: on the instance's own link, unless it names another interface.
const std::string& device_of(const VrrpInstance& config, const VirtualAddress& address);

// Whether its adverts leave through its own link.
bool sends_on_own_link(const VrrpInstance& config);

// Where it hears adverts. What comes with its own virtual MAC reaches only the link while that is
// up. An ipvlan gets what comes to its own addresses, and copies, late, of what comes to all.
std::vector<std::string> hearing_interfaces(const VrrpInstance& config);

// What only the link has: the addresses that adverts come from, whoever is MASTER. As an instance,
// for that is what the address keeper knows.
VrrpInstance own_addresses(const VrrpInstance& config);

// What garp_extra_if repeats: one address for each link of the instance's own that sends no
// adverts, or, with `all`, for each interface of which that holds. With its device.
std::vector<std::pair<std::string, IpAddress>> extra_announcements(const VrrpInstance& config);

// as_is: its instance has not started yet, and may be about to go on as a predecessor left it.
enum class LinkStand : std::uint8_t { as_is, down, up };
// foreign: neither we nor a predecessor of ours made the link that has the name.
enum class LinkMaker : std::uint8_t { ours, foreign };

// move: into the VRF of its base, or out of one.
enum class LinkStep : std::uint8_t { none, create, replace, move, set_up, set_down };
struct LinkDecision {
  LinkStep step = LinkStep::none;
  std::string fault;  // why there is no such link; empty: there is, or will be
  bool operator==(const LinkDecision&) const = default;
};

LinkDecision decide(const LinkWish& wish, LinkStand stand, LinkMaker maker, const LinkTable& links);

// A link on a macvlan or ipvlan is put on what that is on.
bool is_on(const Link& link, const Link& base);

// As the kernel will show it once it is made, standing down.
Link made_link(const LinkWish& wish, int index, const Link& base);

// All ipvlans of one interface have one mode: to make ours would change those of others. Why it
// must not be made; empty: it may.
std::string ipvlan_clash(const LinkWish& wish, const LinkTable& links,
                         const std::function<bool(int index)>& is_ours);
std::uint32_t ipvlan_flags(IpvlanMode mode);

// How the role page names a link of ours, and a base whose setting we changed from 0. The index is
// part of it: the kernel gives none twice.
std::string link_place(const Link& link);
std::string setting_place(const Link& link, const std::string& setting);

}  // namespace evenkeel::vrrp
