// A service a line, below a heading.
#include "checker/ipvs/record.h"

#include <cstdio>
#include <fstream>
#include <iterator>

#include "evenkeel/replace_file.h"

namespace evenkeel::ipvs {

namespace {

constexpr std::string_view kHeading = "# IPVS services made by evenkeel; do not edit\n";

}  // namespace

std::string format_record(const std::set<ServiceKey>& services) {
  std::string text(kHeading);
  for (const auto& key : services) text += to_string(key) + "\n";
  return text;
}

std::set<ServiceKey> parse_record(std::string_view text) {
  std::set<ServiceKey> services;
  while (!text.empty()) {
    const auto end = text.find('\n');
    // A last line without its end may have lost characters.
    if (end == std::string_view::npos) break;
    if (const auto key = parse_service_key(text.substr(0, end))) services.insert(*key);
    text.remove_prefix(end + 1);
  }
  return services;
}

std::set<ServiceKey> RecordFile::load() {
  std::ifstream file(path_, std::ios::binary);
  held_.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  return parse_record(held_);
}

Result<void> RecordFile::store(const std::set<ServiceKey>& services) {
  const std::string text = format_record(services);
  if (text == held_) return {};
  auto replaced = replace_file(path_, text);
  if (replaced) held_ = text;
  return replaced;
}

void RecordFile::remove() {
  std::remove(path_.c_str());
  held_.clear();
}

}  // namespace evenkeel::ipvs
