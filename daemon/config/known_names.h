// What a message on an unknown name says besides: the nearest one, or what there is. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evenkeel::config {

// "did you mean 'web'?", "there are 'web' and 'db'", "there is none".
std::string advice_on_name(std::string_view unknown, std::vector<std::string> known);

// The keys of a map by name.
template <typename Map>
std::vector<std::string> names_of(const Map& map) {
  std::vector<std::string> names;
  names.reserve(map.size());
  for (const auto& [name, value] : map) names.push_back(name);
  return names;
}

}  // namespace evenkeel::config
