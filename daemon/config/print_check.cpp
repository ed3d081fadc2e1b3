// A check as statements; what it asks for is in print_probe.cpp. Pure.
#include "daemon/config/print.h"

namespace evenkeel::config {
namespace {

void put_connection(PrintedBlock& block, const Check& check, const Endpoint& server) {
  if (check.target.address != server.address) {
    put(block, "connect_ip", to_string(check.target.address));
  }
  if (check.target.port != server.port) put(block, "connect_port", number(check.target.port));
  const auto& source = *check.source;
  if (source.bind.address.is_set()) put(block, "bindto", to_string(source.bind.address));
  if (source.bind.port != 0) put(block, "bind_port", number(source.bind.port));
  put_text(block, "bind_if", source.interface);
  if (source.fwmark != 0) put(block, "fwmark", number(source.fwmark));
  put_time(block, "connect_timeout", check.connect_timeout);
}

void put_pace(PrintedBlock& block, const Check& check) {
  put_time(block, "delay_loop", check.delay_loop);
  put_time(block, "delay_before_retry", check.delay_before_retry);
  put_time(block, "warmup", check.warmup);
  put(block, "retry", number(check.retry));
}

}  // namespace

bool is_connecting(const Probe& probe) {
  return !std::holds_alternative<ScriptProbe>(probe) && !std::holds_alternative<BfdProbe>(probe) &&
         !std::holds_alternative<FileProbe>(probe);
}

Printed print_check(const Check& check, const Endpoint& server) {
  const auto& probe = *check.probe;
  Printed printed{std::string(probe_word(probe)), {}, PrintedBlock{}};
  auto& block = *printed.block;
  if (is_connecting(probe)) {
    put_connection(block, check, server);
    put_pace(block, check);
  }
  if (std::holds_alternative<ScriptProbe>(probe)) put_pace(block, check);
  // FILE_CHECK takes its server's.
  if (!std::holds_alternative<FileProbe>(probe)) put(block, "alpha", on_off(check.alpha));
  put(block, "log_all_failures", on_off(check.log_all_failures));
  put_probe(block, probe);
  return printed;
}

}  // namespace evenkeel::config
