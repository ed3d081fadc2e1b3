// Members of a JSON answer that need not be there: an older or a younger daemon may have written
// it. Used by the views.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace evenkeel::ctl {

using Json = nlohmann::ordered_json;

// Null where there is none.
inline const Json& member(const Json& json, const char* name) {
  static const Json kNothing;
  const auto found = json.is_object() ? json.find(name) : json.end();
  return json.is_object() && found != json.end() ? *found : kNothing;
}

// What is no string, as JSON writes it; empty for what is not there.
inline std::string text_of(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  return json.is_null() || json.is_discarded() ? "" : json.dump();
}

inline std::string text(const Json& json, const char* name) { return text_of(member(json, name)); }

}  // namespace evenkeel::ctl
