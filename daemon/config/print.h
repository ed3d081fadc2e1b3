// The configuration as understood, in its own language: definitions, includes, repetitions and
// inheritance resolved, every value explicit, in one order. Used by --check --print and by the
// comparison of two configurations. Pure; parse_config(print(x)) is x again, which the tests hold
// for every keyword and every member of the model; but a virtual_server for a group is printed as
// the services it stands for.
#pragma once

#include <string>

#include "daemon/config/printed.h"
#include "evenkeel/config.h"

namespace evenkeel {

// Hidden secrets leave a text that parse_config refuses, rather than one with wrong passwords.
std::string print(const Config& config, config::Secrets secrets);

namespace config {

PrintedBlock print_global(const Config& config);
void put_daemon(PrintedBlock& block, const DaemonSettings& daemon);
PrintedBlock print_tls(const ClientTls& tls);
PrintedBlock print_instance(const VrrpInstance& instance);
// What goes without saying around a service or server.
struct MailDefaults {
  bool of_service = false;
  bool of_server = true;
};
enum class Servers : std::uint8_t { left_out, included };
PrintedBlock print_service(const VirtualServer& service, Servers servers, MailDefaults mail = {});
PrintedBlock print_server(const RealServer& server, MailDefaults mail = {});
bool is_connecting(const Probe& probe);  // with words for address, port and timeout
// The port that checks take from their server, which the kernel's entry may not have.
std::uint16_t written_port(const RealServer& server);
Printed print_check(const Check& check, const Endpoint& server);
std::string_view probe_word(const Probe& probe);
void put_probe(PrintedBlock& block, const Probe& probe);

}  // namespace config
}  // namespace evenkeel
