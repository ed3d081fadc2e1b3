// The kinds of checks that are part of the model, but made by nobody yet. What they share with TCP
// and HTTP is in check_table and service_table. Reference: 1.16.
#include "daemon/config/blocks.h"
#include "daemon/config/probe_values.h"
#include "daemon/config/table_tools.h"

namespace evenkeel::config {
namespace {

constexpr auto kServer = in(Block::real_server);
constexpr auto kSmtp = in(Block::smtp_check);
constexpr auto kDns = in(Block::dns_check);
constexpr auto kMisc = in(Block::misc_check);
constexpr auto kUdp = in(Block::udp_check);
constexpr auto kBfd = in(Block::bfd_check);
constexpr auto kFile = in(Block::file_check);

template <typename Kind>
Kind& probe(Draft& draft) {
  return std::get<Kind>(draft.check.probe);
}

constexpr Row idle_check(std::string_view name, Block inner, std::string_view feature) {
  return {kServer, name,       block(inner), {}, without_effect(feature),
          nullptr, open_check, close_check};
}

constexpr Row kRows[] = {
    idle_check("SMTP_CHECK", Block::smtp_check, "SMTP checks; the server counts as up"),
    idle_check("DNS_CHECK", Block::dns_check, "DNS checks; the server counts as up"),
    idle_check("MISC_CHECK", Block::misc_check, "script checks; the server counts as up"),
    idle_check("UDP_CHECK", Block::udp_check, "UDP checks; the server counts as up"),
    idle_check("PING_CHECK", Block::ping_check, "ping checks; the server counts as up"),
    idle_check("BFD_CHECK", Block::bfd_check, "BFD checks; the server counts as up"),
    idle_check("FILE_CHECK", Block::file_check, "file checks; the server counts as up"),

    {kSmtp, "helo_name", text(), "smtp_helo_name", kInForce,
     [](Draft& d, const Arguments& a) { probe<SmtpProbe>(d).helo_name = a.words.front().text; }},
    {kSmtp,
     "host",
     block(Block::smtp_host),
     {},
     deprecated("connect_ip and connect_port"),
     nullptr,
     open_smtp_host,
     close_smtp_host},
    {kDns, "type", choice_in_any_case("A|NS|CNAME|SOA|MX|TXT|AAAA"), "SOA", kInForce,
     store_dns_type},
    {kDns, "name", text(), ".", kInForce, store_dns_name},
    {kMisc, "misc_path", script(), {}, kInForce, store_misc_path},
    {kMisc, "misc_timeout", whole_seconds(1s, kYear), "delay_loop", kInForce,
     [](Draft& d, const Arguments& a) {
       if (a.time > Duration{0}) d.check.script_timeout = a.time;
     }},
    {kMisc,
     "misc_dynamic",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { probe<ScriptProbe>(d).is_dynamic = true; }},
    {kMisc, "user", text("USER [GROUP]", 1, 2), "script_user", kInForce, store_misc_user},
    {kUdp, "payload", text("HEX", 1, kAnyWords), {}, kInForce, store_payload},
    {kUdp, "require_reply", text("[HEX]", 0, kAnyWords), {}, kInForce, store_reply},
    {kUdp, "min_reply_length", number(0, 65535, "bytes"), "0", kInForce,
     [](Draft& d, const Arguments& a) { probe<UdpProbe>(d).least_reply = as<std::uint16_t>(a); }},
    {kUdp, "max_reply_length", number(0, 65535, "bytes"), "255", kInForce,
     [](Draft& d, const Arguments& a) { probe<UdpProbe>(d).most_reply = as<std::uint16_t>(a); }},
    {kBfd,
     "name",
     text("BFD_INSTANCE"),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) {
       probe<BfdProbe>(d).instance = a.words.front().text;
       d.network.bfd_uses.push_back({a.words.front().text, a.words.front().at});
     }},
    {kFile,
     "track_file",
     text(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) {
       probe<FileProbe>(d).file = a.words.front().text;
       d.network.file_uses.push_back({a.words.front().text, a.words.front().at});
     }},
    {kFile, "weight", text("N [reverse|noreverse]", 1, 2), "0", kInForce, store_file_weight},
};

}  // namespace

std::span<const Row> other_check_rows() { return kRows; }

}  // namespace evenkeel::config
