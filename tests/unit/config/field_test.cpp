// Configurations as they are found in the field, with the verdict of each: what is usable, and
// every error by its place. Warnings are not judged: they say what is not yet in force.
#include <gtest/gtest.h>

#include "daemon/config/disk_reader.h"
#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

struct FieldCase {
  const char* file;
  int exit;
  std::size_t instances;
  std::size_t services;
  Lines errors = {};  // "LINE: text": the beginning of each error
  const char* config_id = "";
};

// A failure shows the name, not bytes.
void PrintTo(const FieldCase& field_case, std::ostream* out) { *out << field_case.file; }

// Where every script, user and group exists: a configuration is judged, not this machine.
class CompleteMachine : public DiskReader {
 public:
  bool is_executable(const std::string&) override { return true; }
  bool has_user(const std::string&) override { return true; }
  bool has_group(const std::string&) override { return true; }
};

class Field : public testing::TestWithParam<FieldCase> {};

TEST_P(Field, GetsItsVerdict) {
  const auto& expected = GetParam();
  CompleteMachine reader;
  const auto path = std::string(EVENKEEL_FIELD) + "/" + expected.file + ".conf";
  const auto parsed = parse_config(path, reader, {.config_id = expected.config_id});
  const auto shown = render(parsed.findings, Caret::hidden);
  EXPECT_EQ(exit_code(parsed), expected.exit) << shown;
  EXPECT_EQ(parsed.config.instances.size(), expected.instances) << shown;
  EXPECT_EQ(parsed.config.services.size(), expected.services) << shown;
  Lines errors;
  for (const auto& finding : parsed.findings) {
    if (finding.severity == FindingSeverity::error) {
      errors.push_back(std::to_string(finding.line) + ": " + finding.text);
    }
  }
  ASSERT_EQ(errors.size(), expected.errors.size()) << shown;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    EXPECT_EQ(errors[i].substr(0, expected.errors[i].size()), expected.errors[i]);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Clean, Field,
    testing::Values(FieldCase{"strict_rhel", 0, 1, 0}, FieldCase{"kolla_haproxy", 0, 1, 0},
                    FieldCase{"kubeadm_api", 0, 1, 0}, FieldCase{"mikrotik_peer", 0, 2, 0},
                    FieldCase{"haproxy_pair", 0, 1, 0}, FieldCase{"haproxy_active_active", 0, 2, 0},
                    FieldCase{"nginx_notify", 0, 1, 0}, FieldCase{"lvs_nat_sync_group", 0, 2, 1},
                    FieldCase{"lvs_tun", 0, 0, 1}, FieldCase{"lvs_fwmark", 0, 0, 1},
                    FieldCase{"lvs_ipv6", 0, 0, 1}, FieldCase{"lvs_dns_udp", 0, 0, 2},
                    FieldCase{"lvs_https_sni", 0, 0, 1}, FieldCase{"lvs_misc_mysql", 0, 0, 1},
                    FieldCase{"lvs_quorum", 0, 0, 1}, FieldCase{"lvs_smtp", 0, 0, 1},
                    FieldCase{"unicast_aws", 0, 1, 0}, FieldCase{"unicast_hetzner", 0, 1, 0},
                    FieldCase{"includes", 0, 2, 2}, FieldCase{"conditional", 0, 1, 1, {}, "high"},
                    FieldCase{"conditional", 0, 1, 0, {}, "low"}, FieldCase{"definitions", 0, 3, 1},
                    FieldCase{"vmac", 0, 1, 0}, FieldCase{"home_dns", 0, 1, 0},
                    FieldCase{"bfd", 0, 1, 0}, FieldCase{"many_addresses", 0, 1, 0},
                    FieldCase{"static_network", 0, 1, 0}, FieldCase{"firewall_router", 0, 3, 0},
                    FieldCase{"compact", 0, 1, 1}, FieldCase{"patroni", 0, 1, 0},
                    FieldCase{"track_file_maintenance", 0, 1, 0}, FieldCase{"empty", 0, 0, 0},
                    FieldCase{"windows", 0, 1, 0}));

INSTANTIATE_TEST_SUITE_P(
    Mistaken, Field,
    testing::Values(
        FieldCase{
            "rhel_style", 5, 1, 2, {"13: 'vrrp_garp_interval' 0", "14: 'vrrp_gna_interval' 0"}},
        FieldCase{"openshift_baremetal", 5, 2, 0, {"30: 'auth_pass' is cut"}},
        FieldCase{
            "kube_vip_generated", 5, 1, 1, {"15: 'track_interface' 'eth1' is the instance's"}},
        FieldCase{"lvs_dr_mail", 5, 1, 1, {"48: 'nb_get_retry' is deprecated"}},
        FieldCase{"neutron_router",
                  5,
                  1,
                  0,
                  {"14: 'track_interface' 'ha-4d5e6f70-1a' is the instance's own interface",
                   "22: an IPv6 address has the scope that it begins with",
                   "25: a route that is tracked is of the protocol"}},
        FieldCase{"octavia_amphora", 5, 1, 0, {"13: 'nopreempt' does not go with 'state MASTER'"}},
        FieldCase{"old_words",
                  5,
                  1,
                  1,
                  {"8: 'linkbeat_use_polling' is accepted", "9: 'lvs_sync_daemon_interface' is",
                   "16: unknown word 'nat_mask'", "23: 'nb_get_retry' is deprecated"}},
        FieldCase{"bad_typo",
                  5,
                  1,
                  0,
                  {"1: 'virtual_ipaddress' is missing or empty", "4: unknown word 'prioritty'",
                   "5: unknown word 'virtual_ipaddres'"}},
        FieldCase{"bad_missing_brace", 5, 2, 0, {"1: the '{' of 'vrrp_instance' is not closed"}},
        FieldCase{"bad_never_closed", 5, 1, 0, {"1: the '{' of 'vrrp_instance' is never closed"}},
        FieldCase{"bad_surplus_brace", 5, 1, 0, {"8: a '}' without its '{'"}},
        FieldCase{"bad_case",
                  5,
                  1,
                  0,
                  {"2: unknown word 'State'", "5: 'lower_prio_no_advert' takes on or off"}},
        FieldCase{"bad_ranges",
                  5,
                  1,
                  0,
                  {"1: 'virtual_router_id' is missing",
                   "3: 'virtual_router_id' takes a whole number from 1 to 255, not '256'",
                   "4: 'priority' takes a whole number from 1 to 255, not '0'",
                   "5: the length of '192.0.2.1/33'",
                   "10: 'priority' takes a whole number from 1 to 255, not '300'",
                   "11: 'advert_int' takes seconds from 0.01 to 255, not '500'"}},
        FieldCase{"bad_duplicate_vrid", 5, 1, 0, {"8: virtual_router_id 51 on eth0 is already"}},
        FieldCase{"bad_duplicate_names",
                  5,
                  1,
                  0,
                  {"6: the address 192.0.2.1 is named twice",
                   "9: a second vrrp_instance named 'VI_1' is left out"}},
        FieldCase{"bad_semicolons",
                  5,
                  0,
                  0,
                  {"4: 'virtual_router_id' is missing",
                   "6: 'virtual_router_id' takes a whole number from 1 to 255, not '51;'",
                   "7: 'priority' takes a whole number from 1 to 255, not '100;'"}},
        FieldCase{"bad_host_names",
                  5,
                  1,
                  0,
                  {"4: a word for unicast without 'unicast_peer'",
                   "5: not a peer's IP address: 'lb2.example.com'",
                   "8: not an IP address: 'vip.example.com'"}},
        FieldCase{"bad_rules",
                  5,
                  1,
                  0,
                  {"2: the rule has no preference: 16384 is used",
                   "3: 'to' takes an address with its length, IP/LEN, not '192.0.2./24'",
                   "10: 'via' takes an IP address, not 'gateway'",
                   "11: 'mtu' takes a whole number up to 65535, not 'huge'"}},
        FieldCase{"bad_quotes", 5, 1, 0, {"4: a quotation mark without its partner"}},
        FieldCase{"bad_wrong_block",
                  5,
                  1,
                  0,
                  {"4: unknown word 'router_id'", "5: unknown word 'lb_algo'"}},
        FieldCase{"bad_unknown_block", 5, 1, 0, {"1: unknown word 'vrrp_isntance'"}},
        FieldCase{"bad_long_password", 5, 1, 0, {"6: 'auth_pass' is cut"}},
        FieldCase{
            "bad_yaml",
            5,
            0,
            0,
            {"1: unknown word '---'", "2: unknown word 'vrrp:'", "3: unknown word 'instances:'",
             "4: unknown word '-'", "5: unknown word 'interface:'"}},
        FieldCase{
            "bad_web_page", 5, 0, 0, {"1: 'interface' is missing", "2: unknown word '\u00a0"}},
        FieldCase{"bad_include",
                  5,
                  1,
                  0,
                  {"1: no file to include: 'nowhere.conf'",
                   "2: no file to include matches 'nothing*.conf'"}},
        FieldCase{"bad_references",
                  5,
                  1,
                  0,
                  {"2: no vrrp_instance named 'VI_2' for track_group 'g'",
                   "5: no track_group named 'gg'", "13: 'active_key': there is no key 9"}}));

}  // namespace
}  // namespace evenkeel
