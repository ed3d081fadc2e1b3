// Where a vrrp_instance begins and ends. Pure.
#include "daemon/config/blocks.h"

namespace evenkeel::config {

Entered open_instance(Draft& draft, const Arguments& arguments) {
  const auto& name = arguments.words.front();
  draft.instance = {};
  draft.instance.name = name.text;
  draft.instance.at = name.at;
  const auto [known, is_new] = draft.instance_names.emplace(name.text, name.at);
  if (is_new) return Entered::yes;
  draft.diagnostics.clash(name.at, known->second,
                          "a second vrrp_instance named " + quoted(name.text) + " is left out");
  return Entered::no;
}

void close_instance(Draft& draft) { draft.instances.push_back(std::move(draft.instance)); }

}  // namespace evenkeel::config
