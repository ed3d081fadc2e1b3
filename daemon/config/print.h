// The configuration as understood, in its own language: definitions, includes, repetitions and
// inheritance resolved, every value explicit, in one order. Used by --check --print and by the
// comparison of two configurations. Pure; parse_config(print(x)) is x again, which the tests hold
// for every keyword and every member of the model.
#pragma once

#include <string>

#include "daemon/config/printed.h"
#include "evenkeel/config.h"

namespace evenkeel {

// Hidden secrets leave a text that parse_config refuses, rather than one with wrong passwords.
std::string print(const Config& config, config::Secrets secrets);

namespace config {

PrintedBlock print_global(const Config& config);
PrintedBlock print_instance(const VrrpInstance& instance);
PrintedBlock print_server(const RealServer& server);
enum class Servers : std::uint8_t { left_out, included };
PrintedBlock print_service(const VirtualServer& service, Servers servers);
Printed print_check(const Check& check, const RealServer& server);

}  // namespace config
}  // namespace evenkeel
