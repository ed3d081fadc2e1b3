// The read-only status page for people, as HTML in pieces. Pure; used by exporter.cpp. Everything
// that comes from a configuration, a peer or the kernel is escaped; there is no script in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "evenkeel/store.h"

namespace evenkeel::exporter {

std::string escape_html(std::string_view text);

class StatusPage {
 public:
  StatusPage(const Store& store, WallTime now) : store_(&store), now_(now) {}

  // Appends the next piece; false after the last one.
  bool append(std::string& out);

 private:
  enum class Part : std::uint8_t { head, services, servers, tail };
  bool append_services(std::string& out);
  bool append_servers(std::string& out);

  const Store* store_;
  WallTime now_;
  Part part_ = Part::head;
  std::optional<ServiceKey> service_;  // reached
  std::size_t servers_said_ = 0;
};

}  // namespace evenkeel::exporter
