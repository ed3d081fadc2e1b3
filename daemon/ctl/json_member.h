// Members of a JSON answer that need not be there: an older or a younger daemon may have written
// it. Used by the views. Templates, so that no other header needs the JSON library.
#pragma once

#include <string>

namespace evenkeel::ctl {

// Null where there is none.
template <typename Json>
const Json& member(const Json& json, const char* name) {
  static const Json kNothing;
  const auto found = json.is_object() ? json.find(name) : json.end();
  return json.is_object() && found != json.end() ? *found : kNothing;
}

// What is no string, as JSON writes it; empty for what is not there.
template <typename Json>
std::string text_of(const Json& json) {
  if (json.is_string()) return json.template get<std::string>();
  return json.is_null() || json.is_discarded() ? "" : json.dump();
}

template <typename Json>
std::string text(const Json& json, const char* name) {
  return text_of(member(json, name));
}

}  // namespace evenkeel::ctl
