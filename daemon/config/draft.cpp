// Pure.
#include "daemon/config/draft.h"

namespace evenkeel::config {

namespace {

constexpr BlockSet kInstanceBlocks =
    in(Block::vrrp_instance, Block::authentication, Block::auth_hmac);
constexpr BlockSet kServerBlocks =
    in(Block::real_server, Block::tcp_check, Block::http_check, Block::url, Block::smtp_check,
       Block::smtp_host, Block::dns_check, Block::misc_check, Block::udp_check, Block::ping_check,
       Block::bfd_check, Block::file_check);

}  // namespace

std::string Draft::context() const {
  if (contains(kInstanceBlocks, block)) return " (vrrp_instance " + instance.name + ")";
  if (block == Block::sync_group) return " (vrrp_sync_group " + tracking.group.value.name + ")";
  if (block == Block::vrrp_script) return " (vrrp_script " + tracking.script.value.name + ")";
  if (block == Block::track_file) return " (track_file " + tracking.file.value.name + ")";
  if (block == Block::track_process) {
    return " (vrrp_track_process " + tracking.process.value.name + ")";
  }
  std::string text = service.name;
  if (block == Block::virtual_server) return " (virtual_server " + text + ")";
  if (!contains(kServerBlocks, block)) return {};
  return " (real_server " + to_string(server.endpoint) + " of virtual_server " + text + ")";
}

void Draft::error(const Position& at, std::string text, std::string suggestion) {
  diagnostics.error(at, std::move(text) + context(), std::move(suggestion));
}

void Draft::warning(const Position& at, std::string text) {
  diagnostics.warning(at, std::move(text) + context());
}

VrrpOptions& Draft::vrrp_options() {
  return contains(kInstanceBlocks, block) ? instance.options : global.vrrp;
}

ServerOptions& Draft::server_options() {
  if (block == Block::virtual_server) return service.options;
  return block == Block::real_server ? server.options : check.options;
}

}  // namespace evenkeel::config
