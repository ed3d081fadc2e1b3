// The words outside all blocks. Reference: 1.1.
#include "daemon/config/blocks.h"
#include "daemon/config/table_tools.h"

namespace evenkeel::config {
namespace {

constexpr auto kRoot = in(Block::root);
constexpr auto kNamespaces = without_effect("network namespaces");
constexpr auto kStatic = without_effect("static addresses, routes and rules");
constexpr auto kLinks = without_effect("link polling");

constexpr Row kRows[] = {
    {kRoot, "global_defs", block(Block::global_defs)},
    {kRoot,
     "vrrp_instance",
     block(Block::vrrp_instance, "NAME", 1, 1),
     {},
     kInForce,
     nullptr,
     open_instance,
     close_instance},
    {kRoot,
     "virtual_server",
     block(Block::virtual_server, "IP [PORT], fwmark N or group NAME", 1, 2),
     {},
     kInForce,
     nullptr,
     open_service,
     close_service},
    {kRoot, "virtual_server_group", lines("NAME"), {}, without_effect("virtual server groups")},
    {kRoot,
     "vrrp_sync_group",
     block(Block::sync_group, "NAME", 1, 1),
     {},
     kInForce,
     nullptr,
     open_group,
     close_group},
    {kRoot,
     "vrrp_script",
     block(Block::vrrp_script, "NAME", 1, 1),
     {},
     kInForce,
     nullptr,
     open_script,
     close_script},
    {kRoot,
     "vrrp_track_process",
     block(Block::track_process, "NAME", 1, 1),
     {},
     without_effect("process tracking")},
    {kRoot,
     "track_file",
     block(Block::track_file, "NAME", 1, 1),
     {},
     kInForce,
     nullptr,
     open_track_file,
     close_track_file},
    {kRoot,
     "vrrp_track_file",
     block(Block::track_file, "NAME", 1, 1),
     {},
     kInForce,
     nullptr,
     open_track_file,
     close_track_file},
    {kRoot, "bfd_instance", block(Block::bfd_instance, "NAME", 1, 1), {}, without_effect("BFD")},
    {kRoot,
     "garp_group",
     block(Block::garp_group),
     {},
     without_effect("gratuitous ARP limits shared by interfaces")},
    {kRoot, "track_group", block(Block::track_group, "NAME", 1, 1), {}, kStatic},
    {kRoot, "static_ipaddress", lines("IP[/LEN] …"), {}, kStatic},
    {kRoot, "static_routes", lines("PREFIX …"), {}, kStatic},
    {kRoot, "static_rules", lines("RULE …"), {}, kStatic},
    {kRoot, "SSL", block(Block::ssl), {}, without_effect("client certificates for SSL_GET")},
    {kRoot, "net_namespace", text(), {}, kNamespaces},
    {kRoot, "net_namespace_ipvs", text("[NAME]", 0, 1), {}, kNamespaces},
    {kRoot, "namespace_with_ipsets", flag(), {}, kNamespaces},
    {kRoot, "instance", text(), {}, without_effect("the daemon's instance name")},
    {kRoot, "use_pid_dir", flag(), {}, without_effect("pid files; evenkeel writes none")},
    {kRoot, "child_wait_time", seconds(0s, kDay), "5", without_effect("the stop deadline")},
    {kRoot, "linkbeat_use_polling", flag(), {}, kLinks},
    {kRoot, "linkbeat_interfaces", lines("INTERFACE [MII|ETHTOOL|IOCTL]"), {}, kLinks},
    {kRoot,
     "interface_up_down_delays",
     lines("INTERFACE DOWN [UP]"),
     {},
     without_effect("debouncing of link changes")},
    {in(Block::track_group), "group", lines("INSTANCE…"), {}, kStatic},
    {in(Block::ssl), "password", text("TEXT"), {}, without_effect("client certificates")},
    {in(Block::ssl), "ca", text("FILE"), {}, without_effect("client certificates")},
    {in(Block::ssl), "certificate", text("FILE"), {}, without_effect("client certificates")},
    {in(Block::ssl), "key", text("FILE"), {}, without_effect("client certificates")},
};

}  // namespace

std::span<const Row> root_rows() { return kRows; }

}  // namespace evenkeel::config
