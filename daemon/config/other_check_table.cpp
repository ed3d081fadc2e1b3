// The kinds of checks that are recognised, but made by nobody yet. Reference: 1.16.
#include "daemon/config/table_tools.h"

namespace evenkeel::config {
namespace {

constexpr auto kServer = in(Block::real_server);
constexpr auto kConnecting =
    in(Block::smtp_check, Block::smtp_host, Block::dns_check, Block::udp_check, Block::ping_check);
constexpr auto kTimed =
    in(Block::smtp_check, Block::dns_check, Block::misc_check, Block::udp_check, Block::ping_check);
constexpr auto kSmtp = without_effect("SMTP checks; the server counts as up");
constexpr auto kDns = without_effect("DNS checks; the server counts as up");
constexpr auto kMisc = without_effect("script checks; the server counts as up");
constexpr auto kUdp = without_effect("UDP checks; the server counts as up");
constexpr auto kPing = without_effect("ping checks; the server counts as up");
constexpr auto kBfd = without_effect("BFD checks; the server counts as up");
constexpr auto kFile = without_effect("file checks; the server counts as up");
constexpr auto kChecks = without_effect("this kind of check");

constexpr Row kRows[] = {
    {kServer, "SMTP_CHECK", block(Block::smtp_check), {}, kSmtp},
    {kServer, "DNS_CHECK", block(Block::dns_check), {}, kDns},
    {kServer, "MISC_CHECK", block(Block::misc_check), {}, kMisc},
    {kServer, "UDP_CHECK", block(Block::udp_check), {}, kUdp},
    {kServer, "PING_CHECK", block(Block::ping_check), {}, kPing},
    {kServer, "BFD_CHECK", block(Block::bfd_check), {}, kBfd},
    {kServer, "FILE_CHECK", block(Block::file_check), {}, kFile},

    {kConnecting, "connect_ip", address(), {}, kChecks},
    {kConnecting, "connect_port", number(1, 65535), {}, kChecks},
    {kConnecting, "bindto", address(), {}, kChecks},
    {kConnecting, "bind_port", number(1, 65535), {}, kChecks},
    {kConnecting, "bind_if", text("INTERFACE"), {}, kChecks},
    {kConnecting, "connect_timeout", seconds(1us, 3600s), "5", kChecks},
    {kConnecting, "fwmark", number(0, kMaxUint32), {}, kChecks},
    {kTimed, "retry", number(0, kMaxInt32), "1; DNS_CHECK 3; MISC_CHECK 0", kChecks},
    {kTimed, "delay_before_retry", seconds(0s, kDay), "1; DNS_CHECK delay_loop", kChecks},
    {kTimed, "warmup", seconds(0s, kDay), "delay_loop", kChecks},
    {kTimed, "delay_loop", seconds(1ms, kDay), "60", kChecks},
    {kTimed | in(Block::bfd_check), "alpha", boolean(), {}, kChecks},
    {kTimed, "log_all_failures", boolean(), {}, kChecks},

    {in(Block::smtp_check), "helo_name", text(), {}, kSmtp},
    {in(Block::smtp_check), "host", block(Block::smtp_host), {}, kSmtp},
    {in(Block::dns_check), "type", choice("A|NS|CNAME|SOA|MX|TXT|AAAA"), "SOA", kDns},
    {in(Block::dns_check), "name", text(), ".", kDns},
    {in(Block::misc_check), "misc_path", script(), {}, kMisc},
    {in(Block::misc_check), "misc_timeout", seconds(0s, kDay), "delay_loop", kMisc},
    {in(Block::misc_check), "misc_dynamic", flag(), {}, kMisc},
    {in(Block::misc_check), "user", text("USER [GROUP]", 1, 2), "script_user", kMisc},
    {in(Block::udp_check), "payload", text("HEX", 1, kAnyWords), {}, kUdp},
    {in(Block::udp_check), "require_reply", text("[HEX]", 0, kAnyWords), {}, kUdp},
    {in(Block::udp_check), "min_reply_length", number(0, 65535), "0", kUdp},
    {in(Block::udp_check), "max_reply_length", number(0, 65535), "255", kUdp},
    {in(Block::bfd_check), "name", text("BFD_INSTANCE"), {}, kBfd},
    {in(Block::file_check), "track_file", text(), {}, kFile},
    {in(Block::file_check), "weight", text("N [reverse|noreverse]", 1, 2), {}, kFile},
};

}  // namespace

std::span<const Row> other_check_rows() { return kRows; }

}  // namespace evenkeel::config
