// What one configuration would change of another, object by object. Made by daemon/config, rendered
// by daemon/control. Secrets never appear: a changed one is told without its values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace evenkeel {

enum class ChangeKind : std::uint8_t { added, removed, changed };
std::string_view to_string(ChangeKind kind);  // "added", "removed", "changed"

// One statement of the object as the configuration understood prints it.
struct FieldChange {
  std::string field;  // "priority", "TCP_CHECK/retry"
  std::string from;   // empty: was not there
  std::string to;     // empty: is not there any more
  bool operator==(const FieldChange&) const = default;
};

struct ObjectChange {
  std::string object;  // as in status and events: "vrrp/web", "service/ID", "server/ID/ENDPOINT"
  ChangeKind kind = ChangeKind::changed;
  std::vector<FieldChange> fields;  // of a changed one
  bool operator==(const ObjectChange&) const = default;
};

}  // namespace evenkeel
