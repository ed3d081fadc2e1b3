// Services and their servers, piece by piece. Pure.
#include "daemon/control/service_pieces.h"

#include <algorithm>

#include "daemon/control/render.h"

namespace evenkeel::control {

namespace {

// About 40 KiB of text, a millisecond.
constexpr int kServersPerPiece = 64;

}  // namespace

bool append_servers(const ServiceEntry& service, std::optional<Endpoint>& from, std::string& out) {
  const auto& servers = service.servers;
  auto next = std::partition_point(
      servers.begin(), servers.end(),
      [&from](const ServerEntry& entry) { return from && entry.state.key.server <= *from; });
  for (int count = 0; count < kServersPerPiece && next != servers.end(); ++count, ++next) {
    if (from) out += ",\n";
    from = next->state.key.server;
    out += render(*next);
  }
  return next != servers.end();
}

bool ServicePieces::append(std::string& out) {
  if (!is_in_service_) return append_service(out);
  const auto service = store_->services().find(*service_);
  if (service != store_->services().end() && append_servers(service->second, server_, out)) {
    return true;
  }
  out += "]}";
  is_in_service_ = false;
  return true;
}

bool ServicePieces::append_service(std::string& out) {
  const auto& services = store_->services();
  const auto next = service_ ? services.upper_bound(*service_) : services.begin();
  if (next == services.end()) return false;
  if (service_) out += ",\n";
  service_ = next->first;
  out += render(next->second.state);
  if (detail_ == Detail::services) return true;
  out.pop_back();
  out += ",\"servers\":[";
  server_.reset();
  is_in_service_ = true;
  return true;
}

}  // namespace evenkeel::control
