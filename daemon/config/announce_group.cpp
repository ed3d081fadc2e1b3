// garp_group. Reference: 1.7. Pure.
#include <algorithm>

#include "daemon/config/blocks.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

bool has_interface(const AnnounceGroup& group, const std::string& name) {
  return std::find(group.interfaces.begin(), group.interfaces.end(), name) !=
         group.interfaces.end();
}

}  // namespace

Entered open_announce_group(Draft& draft, const Arguments&) {
  draft.announce_group = {};
  return Entered::yes;
}

void store_group_interfaces(Draft& draft, const Arguments& arguments) {
  const auto& known = draft.global.settings.announce_groups;
  for (const auto& word : arguments.words) {
    if (!is_interface_name(word.text)) {
      draft.error(word.at, "not an interface name: " + quoted(word.text));
      continue;
    }
    const bool is_taken = has_interface(draft.announce_group, word.text) ||
                          std::any_of(known.begin(), known.end(), [&](const AnnounceGroup& group) {
                            return has_interface(group, word.text);
                          });
    if (is_taken) {
      draft.error(word.at, "the interface " + quoted(word.text) + " is in a garp_group already");
    } else {
      draft.announce_group.interfaces.push_back(word.text);
    }
  }
}

void close_announce_group(Draft& draft) {
  if (draft.announce_group.interfaces.empty()) return;
  draft.global.settings.announce_groups.push_back(std::move(draft.announce_group));
}

}  // namespace evenkeel::config
