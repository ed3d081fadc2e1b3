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
  // It has no word of the instance's own.
  if (!config.instances.empty()) {
    put_time(block, "vrrp_garp_interval", config.instances.front().announce.interval);
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

class ConfigText {
 public:
  explicit ConfigText(Secrets secrets) : secrets_(secrets) {}

  void add(std::string_view keyword, std::string values, PrintedBlock block) {
    PrintedBlock top;
    open(top, keyword, std::move(values)) = std::move(block);
    if (!text_.empty()) text_ += '\n';
    render(top, secrets_, text_);
  }

  std::string take() {
    const bool needs_dollar = text_.find(kDollarReference) != std::string::npos;
    return needs_dollar ? std::string(kDollarDefinition) + text_ : std::move(text_);
  }

 private:
  Secrets secrets_;
  std::string text_;
};

}  // namespace
}  // namespace config

std::string print(const Config& config, config::Secrets secrets) {
  config::ConfigText text(secrets);
  text.add("global_defs", {}, config::print_global(config));
  if (auto tls = config::print_tls(config.daemon.tls); !tls.empty()) {
    text.add("SSL", {}, std::move(tls));
  }
  for (const auto& instance : config.instances) {
    text.add("vrrp_instance", config::word(instance.name), config::print_instance(instance));
  }
  const auto mail = config::mail_defaults(config.daemon.mail);
  for (const auto& service : config.services) {
    text.add("virtual_server", config::service_words(service.key),
             config::print_service(service, config::Servers::included, mail));
  }
  return text.take();
}

}  // namespace evenkeel
