// The commands that turn what the kernel holds into what it shall hold, as pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/ipvs/table.h"

namespace evenkeel::ipvs {

// Appends the commands for one service. Adds and raises before it lowers and removes, so a service
// never has zero destinations, or less weight than both tables, while a wanted one is there. Equal
// tables give no command. No `desired`: the service goes.
void append_commands(const std::optional<ServiceTable>& actual,
                     const std::optional<ServiceTable>& desired, std::vector<Command>& commands);

// What we may believe of a service after the kernel has done the command.
void note_done(const Command& command, std::optional<ServiceTable>& actual);

// What somebody else changed between what we last wrote and what the kernel shows.
struct Drift {
  std::uint32_t services = 0;  // removed, edited: 0 or 1
  std::uint32_t servers = 0;   // removed, edited or added
  std::string text;  // "10.0.0.1:80 removed by someone: put back; 2 servers edited by …"
  bool is_any() const { return services + servers > 0; }
};
Drift find_drift(const std::optional<ServiceTable>& believed,
                 const std::optional<ServiceTable>& read);

}  // namespace evenkeel::ipvs
