// virtual_server and real_server. Reference: 1.14, 1.15.
#include "daemon/config/blocks.h"
#include "daemon/config/forwarding.h"
#include "daemon/config/table_tools.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

constexpr auto kService = in(Block::virtual_server);
constexpr auto kServer = in(Block::real_server);
constexpr auto kBoth = in(Block::virtual_server, Block::real_server);
// Checks that connect, and all that take their time from delay_loop.
constexpr auto kConnecting = in(Block::tcp_check, Block::http_check, Block::smtp_check,
                                Block::dns_check, Block::udp_check, Block::ping_check);
constexpr auto kTimed = kBoth | kConnecting | in(Block::misc_check);

constexpr std::string_view kSchedulers = "rr|wrr|lc|wlc|lblc|lblcr|sh|mh|dh|fo|ovf|sed|nq|twos";

// Linux, include/uapi/linux/ip_vs.h: IP_VS_SVC_F_SCHED1 to 3.
constexpr std::uint32_t kFlag1 = 0x0008;
constexpr std::uint32_t kFlag2 = 0x0010;
constexpr std::uint32_t kFlag3 = 0x0020;

void store_scheduler(Draft& draft, const Arguments& arguments) {
  draft.service.scheduler = {arguments.words.front().text, arguments.words.front().at};
}

void store_flag(Draft& draft, const Arguments& arguments) {
  const auto flag = arguments.keyword == "flag-1"   ? kFlag1
                    : arguments.keyword == "flag-2" ? kFlag2
                                                    : kFlag3;
  draft.service.service.scheduler_flags |= flag;
}

// keepalived does not use such a word before the one that it needs. Here the order is free.
void report_early(Draft& draft, const Arguments& arguments, const char* needed, bool is_given) {
  if (is_given) return;
  draft.error(arguments.at, quoted(arguments.keyword) + " has no '" + needed +
                                "' before it, and keepalived does not use it");
}

// "sh-port", "mh-fallback": the first two letters name the scheduler they are for.
void store_scheduler_option(Draft& draft, const Arguments& arguments) {
  report_early(draft, arguments, "lb_algo", draft.service.scheduler.has_value());
  draft.service.scheduler_option = {std::string(arguments.keyword.substr(0, 2)), arguments.at};
  draft.service.service.scheduler_flags |=
      arguments.keyword.ends_with("fallback") ? kFlag1 : kFlag2;
}

void store_protocol(Draft& draft, const Arguments& arguments) {
  const auto& word = arguments.words.front();
  const auto name = in_capitals(word.text);
  const auto protocol = name == "TCP"   ? Protocol::tcp
                        : name == "UDP" ? Protocol::udp
                                        : Protocol::sctp;
  draft.service.protocol = {protocol, word.at};
}

void store_persistence(Draft& draft, const Arguments& arguments) {
  constexpr std::chrono::seconds kBare{360};
  draft.service.service.persistence =
      arguments.words.empty() ? kBare : std::chrono::seconds(arguments.number);
  // keepalived counts the 0 that its old samples say as an error.
  if (arguments.words.empty() || arguments.number != 0) return;
  draft.error(arguments.words.front().at,
              "'persistence_timeout' 0 is what holds without it: no persistence",
              "leave the line out");
}

void store_family(Draft& draft, const Arguments& arguments) {
  const auto& word = arguments.words.front();
  draft.service.family = {word.text == "inet6" ? Family::ipv6 : Family::ipv4, word.at};
}

void store_forwarding(Draft& draft, const Arguments& arguments) {
  if (auto method = parse_forwarding(draft, arguments)) {
    draft.server_options().forwarding = *method;
  }
}

void store_sorry_forwarding(Draft& draft, const Arguments& arguments) {
  report_early(draft, arguments, "sorry_server", draft.service.sorry.given);
  if (auto method = parse_forwarding(draft, arguments)) draft.service.sorry.forwarding = *method;
}

void store_sorry(Draft& draft, const Arguments& arguments) {
  const auto endpoint = parse_endpoint_words(draft, arguments);
  if (!endpoint) return;
  draft.service.sorry.endpoint = *endpoint;
  draft.service.sorry.at = arguments.words.front().at;
  draft.service.sorry.given = true;
}

constexpr Row kServiceRows[] = {
    {kService, "lb_algo", choice(kSchedulers), "wlc", kInForce, store_scheduler},
    {kService, "lvs_sched", choice(kSchedulers), "wlc", kInForce, store_scheduler},
    {kService, "lb_kind", text(kForwardingWords, 1, 6), "NAT", kInForce, store_forwarding},
    {kBoth, "lvs_method", text(kForwardingWords, 1, 6), "NAT", kInForce, store_forwarding},
    {kService, "flag-1", flag(), {}, kInForce, store_flag},
    {kService, "flag-2", flag(), {}, kInForce, store_flag},
    {kService, "flag-3", flag(), {}, kInForce, store_flag},
    {kService, "sh-port", flag(), {}, kInForce, store_scheduler_option},
    {kService, "sh-fallback", flag(), {}, kInForce, store_scheduler_option},
    {kService, "mh-port", flag(), {}, kInForce, store_scheduler_option},
    {kService, "mh-fallback", flag(), {}, kInForce, store_scheduler_option},
    // The kernel sets this flag itself.
    {kService,
     "hashed",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) {
       report_early(d, a, "lb_algo", d.service.scheduler.has_value());
       d.service.scheduler_option = {"sh", a.at};
     }},
    {kService,
     "ops",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.service.one_packet = a.at; }},
    {kService, "protocol", choice_in_any_case("TCP|UDP|SCTP"), "UDP", kInForce, store_protocol},
    {kService, "persistence_timeout", maybe_number(0, 2678400, "seconds"), "off; bare: 360",
     kInForce, store_persistence},
    {kService, "persistence_granularity", text("MASK or prefix length"), "one client", kInForce,
     [](Draft& d, const Arguments& a) {
       d.service.granularity = {a.words.front().text, a.words.front().at};
     }},
    {kService,
     "persistence_engine",
     choice("sip"),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) {
       d.service.service.persistence_engine = a.words.front().text;
     }},
    {kService, "ip_family", choice("inet|inet6"), "inet", kInForce, store_family},
    {kService,
     "ha_suspend",
     flag(),
     {},
     without_effect("suspending checks without the VIP"),
     [](Draft& d, const Arguments&) { d.service.service.ha_suspend = true; }},
    {kService,
     "omega",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { d.service.service.omega = true; }},
    {kService, "quorum", number(1, kMaxInt32), "1", kInForce,
     [](Draft& d, const Arguments& a) {
       d.service.service.quorum = as<std::uint32_t>(a);
       d.service.quorum_at = a.words.front().at;
     }},
    {kService, "hysteresis", number(0, kMaxInt32), "0", kInForce,
     [](Draft& d, const Arguments& a) { d.service.service.hysteresis = as<std::uint32_t>(a); }},
    {kService,
     "quorum_up",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.service.service.quorum_up = a.script; }},
    {kService,
     "quorum_down",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.service.service.quorum_down = a.script; }},
    {kService, "sorry_server", text("IP [PORT]", 1, 2), {}, kInForce, store_sorry},
    {kService,
     "sorry_server_inhibit",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) {
       report_early(d, a, "sorry_server", d.service.sorry.given);
       d.service.sorry.inhibit = true;
     }},
    {kService, "sorry_server_lvs_method", text(kForwardingWords, 1, 6), "lvs_method", kInForce,
     store_sorry_forwarding},
    {kService,
     "real_server",
     block(Block::real_server, "IP [PORT]", 1, 2),
     {},
     kInForce,
     nullptr,
     open_server,
     close_server},
};

constexpr Row kServerRows[] = {
    {kBoth, "weight", number(0, kMaxInt32), "1", kInForce,
     [](Draft& d, const Arguments& a) { d.server_options().weight = as<std::int32_t>(a); }},
    {kServer, "uthreshold", number(0, kMaxUint32), "0", kInForce,
     [](Draft& d, const Arguments& a) { d.server.upper_threshold = as<std::uint32_t>(a); }},
    {kServer, "lthreshold", number(0, kMaxUint32), "0", kInForce,
     [](Draft& d, const Arguments& a) { d.server.lower_threshold = as<std::uint32_t>(a); }},
    {kBoth, "inhibit_on_failure", boolean(), "off", kInForce,
     [](Draft& d, const Arguments& a) { d.server_options().inhibit = a.on; }},
    {kServer,
     "notify_up",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.server.notify_up = a.script; }},
    {kServer,
     "notify_down",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.server.notify_down = a.script; }},
    {kTimed | in(Block::bfd_check), "alpha", boolean(), "off", kInForce,
     [](Draft& d, const Arguments& a) { d.server_options().alpha = a.on; }},
    {kBoth, "retry", number(1, kMaxInt32), "1; DNS_CHECK 3; MISC_CHECK 0", kInForce,
     [](Draft& d, const Arguments& a) { d.server_options().retry = as<std::uint32_t>(a); }},
    {kConnecting | in(Block::misc_check), "retry", number(0, kMaxInt32),
     "1; DNS_CHECK 3; MISC_CHECK 0", kInForce,
     [](Draft& d, const Arguments& a) { d.server_options().retry = as<std::uint32_t>(a); }},
    {kTimed, "delay_before_retry", seconds(0s, kYear),
     "1; HTTP_GET and SSL_GET 3; DNS_CHECK delay_loop", kInForce,
     [](Draft& d, const Arguments& a) { d.server_options().delay_before_retry = a.time; }},
    {kTimed, "warmup", seconds(0s, kYear), "delay_loop", kInForce,
     [](Draft& d, const Arguments& a) { d.server_options().warmup = a.time; }},
    {kBoth | kConnecting | in(Block::smtp_host), "connect_timeout", seconds(1us, 3600s), "5",
     kInForce, [](Draft& d, const Arguments& a) { d.server_options().connect_timeout = a.time; }},
    {kTimed, "delay_loop", seconds(1ms, kYear), "60", kInForce,
     [](Draft& d, const Arguments& a) { d.server_options().delay_loop = a.time; }},
    {kBoth | in(Block::http_check),
     "virtualhost",
     text("HOST"),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.server_options().virtualhost = a.words.front().text; }},
    {kService,
     "snmp_name",
     text(),
     {},
     without_effect("SNMP"),
     [](Draft& d, const Arguments& a) { d.service.service.snmp_name = a.words.front().text; }},
    {kServer,
     "snmp_name",
     text(),
     {},
     without_effect("SNMP"),
     [](Draft& d, const Arguments& a) { d.server.snmp_name = a.words.front().text; }},
    {kBoth, "smtp_alert", boolean(), "smtp_alert_checker; else on for real_server",
     without_effect("mail alerts"),
     [](Draft& d, const Arguments& a) { d.server_options().smtp_alert = a.on; }},
};

}  // namespace

std::span<const Row> service_rows() { return kServiceRows; }
std::span<const Row> server_rows() { return kServerRows; }

}  // namespace evenkeel::config
