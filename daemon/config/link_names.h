// Gives the instances' own links (use_vmac) the names that they have in the kernel: as
// keepalived makes them up, where the configuration says none. Pure.
#pragma once

#include <map>
#include <string>

#include "daemon/config/draft.h"

namespace evenkeel::config {

class LinkNames {
 public:
  explicit LinkNames(Draft& draft) : draft_(draft) {}

  // In the file's order: who comes first has the shorter name.
  void name(const LinkDraft& own, VrrpInstance& instance);

 private:
  std::string make_up(const std::string& prefix, const VrrpInstance& instance);
  bool take(const std::string& name, const VrrpInstance& instance);
  void name_others(VrrpInstance& instance);

  Draft& draft_;
  std::map<std::string, std::string> owners_;  // instances, by name of the link
};

}  // namespace evenkeel::config
