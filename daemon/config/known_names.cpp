// Pure.
#include "daemon/config/known_names.h"

#include <algorithm>

#include "daemon/config/diagnostics.h"
#include "daemon/config/keyword_index.h"

namespace evenkeel::config {

std::string advice_on_name(std::string_view unknown, std::vector<std::string> known) {
  constexpr std::size_t kMostShown = 5;
  if (known.empty()) return "there is none";
  std::sort(known.begin(), known.end());
  const auto distance = [unknown](const std::string& name) { return edit_distance(unknown, name); };
  const auto nearest = std::min_element(
      known.begin(), known.end(),
      [&distance](const auto& a, const auto& b) { return distance(a) < distance(b); });
  const auto allowed = std::max<std::size_t>(1, unknown.size() / 4);
  if (distance(*nearest) <= allowed) return "did you mean " + quoted(*nearest) + "?";
  const auto shown = std::min(known.size(), kMostShown);
  std::string text = known.size() == 1 ? "there is " : "there are ";
  for (std::size_t i = 0; i < shown; ++i) {
    const bool is_last = i + 1 == known.size();
    if (i > 0) text += is_last ? " and " : ", ";
    text += quoted(known[i]);
  }
  if (known.size() > shown) text += " and " + std::to_string(known.size() - shown) + " more";
  return text;
}

}  // namespace evenkeel::config
