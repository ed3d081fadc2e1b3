// Gives the instances' own links (use_vmac, use_ipvlan) the names that they have in the kernel: in
// keepalived's form where the configuration says none, whatever the order of the blocks. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/config/draft.h"

namespace evenkeel::config {

class LinkNames {
 public:
  explicit LinkNames(Draft& draft) : draft_(draft) {}

  // What the configuration says; first of all instances, in the file's order. Of one interface, the
  // first one's kind and mode are those of all, for the kernel has no more.
  void take_given(const LinkDraft& own, VrrpInstance& instance);
  // By interface: the first has the shorter name.
  void make_up_rest(std::vector<VrrpInstance>& instances);

 private:
  struct Base {
    std::string instance;  // the first that has a link there
    VirtualLinkKind kind = VirtualLinkKind::none;
    IpvlanMode mode = IpvlanMode::bridge;
  };
  void agree(const LinkDraft& own, VrrpInstance& instance);
  std::string make_up(const std::string& prefix, const VrrpInstance& instance);
  bool take(const std::string& name, const VrrpInstance& instance);
  void name_others(VrrpInstance& instance);

  Draft& draft_;
  std::map<std::string, std::string> owners_;  // instances, by name of the link
  std::map<std::string, Base> bases_;          // by interface
};

}  // namespace evenkeel::config
