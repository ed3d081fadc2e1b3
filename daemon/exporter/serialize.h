// Samples → Prometheus text, as a pure function over the metrics library's serializer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/exporter/families.h"

namespace evenkeel::exporter {

enum class Page : std::uint8_t { first, further };  // HELP and TYPE stand on the first one only

std::string serialize(const Family& family, const std::vector<Sample>& samples, Page page);

// The text with bytes that are not UTF-8 replaced by '?': one of them would void a whole scrape.
std::string valid_utf8(std::string_view text);

}  // namespace evenkeel::exporter
