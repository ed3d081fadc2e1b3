// Pure.
#include "daemon/config/print.h"

#include "daemon/config/limits.h"
#include "daemon/config/values.h"

namespace evenkeel {
namespace config {

PrintedBlock print_global(const Config& config) {
  const auto& global = config.global;
  PrintedBlock block;
  put(block, "router_id", word(global.router_id));
  put_text(block, "script_user", global.script_user);
  if (global.script_security) put(block, "enable_script_security");
  const auto& listen = global.metrics_listen;
  put(block, "metrics_listen",
      listen.port == 0 ? "off" : to_string(listen.address) + " " + number(listen.port));
  if (global.vip_lease != Duration{0}) put_time(block, "vip_lease", global.vip_lease);
  const auto& start = global.start_delay;
  if (start.delay != Duration{0}) put_time(block, "vrrp_startup_delay", start.delay);
  if (start.after_boot) put_time(block, "vrrp_delay_after_boot", *start.after_boot);
  if (global.log_unknown_vrids) put(block, "log_unknown_vrids");
  put(block, "vmac_prefix", word(global.vmac_prefix));
  put_text(block, "vmac_addr_prefix", global.vmac_addr_prefix);
  // They have no words of the instance's own.
  if (!config.instances.empty()) {
    const auto& announce = config.instances.front().announce;
    const Duration none{0};
    if (announce.interval != none) put_time(block, "vrrp_garp_interval", announce.interval);
    if (announce.na_interval != none) put_time(block, "vrrp_gna_interval", announce.na_interval);
  }
  put_daemon(block, config.daemon);
  return block;
}

namespace {

MailDefaults mail_defaults(const MailSettings& mail) {
  const auto& checker = mail.alert_checker ? mail.alert_checker : mail.alert;
  return {checker.value_or(false), checker.value_or(true)};
}

std::string service_words(const ServiceKey& key) {
  if (key.fwmark != 0) return "fwmark " + number(key.fwmark);
  return to_string(key.endpoint.address) + " " + number(key.endpoint.port);
}

}  // namespace
}  // namespace config

std::string print(const Config& config, config::Secrets secrets) {
  std::string text;
  const auto add = [&](config::Printed statement) {
    config::PrintedBlock top;
    top.push_back(std::move(statement));
    if (!text.empty()) text += '\n';
    render(top, secrets, text);
  };
  for (auto& object : config::print_objects(config)) add(std::move(object.statement));
  const auto mail = config::mail_defaults(config.daemon.mail);
  for (const auto& service : config.services) {
    add({"virtual_server", config::service_words(service.key),
         config::print_service(service, config::Servers::included, mail)});
  }
  const bool needs_dollar = text.find(config::kDollarReference) != std::string::npos;
  return needs_dollar ? std::string(config::kDollarDefinition) + text : text;
}

}  // namespace evenkeel
