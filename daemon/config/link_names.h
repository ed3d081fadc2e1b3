// Gives the instances' own links (use_vmac) the names that they have in the kernel: in keepalived's
// form where the configuration says none, whatever the order of the blocks. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/config/draft.h"

namespace evenkeel::config {

class LinkNames {
 public:
  explicit LinkNames(Draft& draft) : draft_(draft) {}

  // What the configuration says; first of all instances, in the file's order.
  void take_given(const LinkDraft& own, VrrpInstance& instance);
  // By interface: the first has the shorter name.
  void make_up_rest(std::vector<VrrpInstance>& instances);

 private:
  std::string make_up(const std::string& prefix, const VrrpInstance& instance);
  bool take(const std::string& name, const VrrpInstance& instance);
  void name_others(VrrpInstance& instance);

  Draft& draft_;
  std::map<std::string, std::string> owners_;  // instances, by name of the link
};

}  // namespace evenkeel::config
