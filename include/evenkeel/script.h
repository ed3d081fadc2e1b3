// A script of the operator's as the configuration names it; the runner runs it.
#pragma once

#include <string>
#include <vector>

namespace evenkeel {

// An operator's script: argv[0] is an absolute path; empty argv means "none".
struct Script {
  std::vector<std::string> argv;
  std::string user;   // empty: script_user
  std::string group;  // empty: the user's own
  bool operator==(const Script&) const = default;
  bool is_set() const { return !argv.empty(); }

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.argv, self.user, self.group);
  }
};

}  // namespace evenkeel
