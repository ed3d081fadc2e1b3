// What a vrrp_instance moves besides addresses, its own link, and auth_hmac. Reference: 1.4, 1.5,
// 1.12.
#include "daemon/config/link_values.h"
#include "daemon/config/route_line.h"
#include "daemon/config/rule_line.h"
#include "daemon/config/table_tools.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

constexpr auto kVrrp = in(Block::vrrp_instance);
constexpr auto kHmacBlock = in(Block::auth_hmac);
constexpr auto kHmac = without_effect("auth_hmac");

void store_route(Draft& draft, const Arguments& arguments) {
  auto route = parse_route_line(draft, arguments.words, LineOwner::instance);
  if (route) draft.instance.routes.push_back(std::move(*route));
}

void store_rule(Draft& draft, const Arguments& arguments) {
  auto rule = parse_rule_line(draft, arguments.words, LineOwner::instance);
  if (rule) draft.instance.rules.push_back(std::move(*rule));
}

Entered open_hmac(Draft& draft, const Arguments& arguments) {
  draft.instance.link.hmac_at = arguments.at;
  return Entered::yes;
}

void store_vrf(Draft& draft, const Arguments& arguments) {
  const auto& word = arguments.words.front();
  if (!is_interface_name(word.text)) {
    return draft.error(word.at, "not the name of a VRF: " + quoted(word.text));
  }
  draft.instance.link.vrf = {word.text, word.at};
}

void store_mode(Draft& draft, const Arguments& arguments) {
  const auto& mode = arguments.words.front().text;
  draft.instance.link.hmac.mode = mode == "enforce"      ? HmacMode::enforce
                                  : mode == "permissive" ? HmacMode::permissive
                                                         : HmacMode::receive_only;
}

constexpr Row kRows[] = {
    {kVrrp,
     "virtual_routes",
     lines("[TYPE] PREFIX [via IP] [dev INTERFACE] …"),
     {},
     kInForce,
     store_route},
    {kVrrp,
     "virtual_rules",
     lines("[from PREFIX] [to PREFIX] table ID preference N …"),
     {},
     kInForce,
     store_rule},
    {kVrrp,
     "use_vmac",
     text("[[name] INTERFACE] [MAC] [netlink_notify_msg] [group N]", 0, 7),
     {},
     kInForce,
     store_vmac},
    {kVrrp,
     "use_vmac_addr",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { d.instance.link.link.for_other_links = true; }},
    {kVrrp,
     "vmac_xmit_base",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) {
       d.instance.link.link.sends_on_base_link = true;
       d.instance.link.base_at = a.at;
     }},
    {kVrrp,
     "use_ipvlan",
     text("[[name] INTERFACE] [IP…] [bridge|private|vepa] [group N]", 0, kAnyWords),
     {},
     kInForce,
     store_ipvlan},
    {kVrrp, "vrf", text("VRF"), {}, kInForce, store_vrf},
    {kVrrp, "auth_hmac", block(Block::auth_hmac), {}, kHmac, nullptr, open_hmac},
    {kHmacBlock,
     "key",
     text("ID VALUE, ID hex:DIGITS or ID file:PATH", 2, 2),
     {},
     kHmac,
     store_hmac_key,
     nullptr,
     nullptr,
     Repeats::yes},
    {kHmacBlock, "active_key", number(0, 255), "the lowest", kHmac,
     [](Draft& d, const Arguments& a) {
       d.instance.link.active_key = {as<std::uint8_t>(a), a.words.front().at};
     }},
    {kHmacBlock, "anti_replay", choice("time|monotonic"), "time", kHmac,
     [](Draft& d, const Arguments& a) {
       d.instance.link.hmac.replay_guard =
           a.words.front().text == "time" ? ReplayGuard::time : ReplayGuard::monotonic;
     }},
    {kHmacBlock, "time_window", seconds(1s, 300s), "the larger of 5 s and three advert_int", kHmac,
     [](Draft& d, const Arguments& a) { d.instance.link.hmac.time_window = a.time; }},
    {kHmacBlock, "mode", choice("enforce|permissive|receive-only"), "enforce", kHmac, store_mode},
};

}  // namespace

std::span<const Row> link_rows() { return kRows; }

}  // namespace evenkeel::config
