// The record file is replaced by rename, so that it is never half written.
#include "checker/ipvs/record.h"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>

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
  const std::string fresh = path_ + ".new";
  {
    std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
    file << text;
    if (!file.flush()) return errno_failure("write " + fresh);
  }
  if (std::rename(fresh.c_str(), path_.c_str()) != 0) return errno_failure("replace " + path_);
  held_ = text;
  return {};
}

void RecordFile::remove() {
  std::remove(path_.c_str());
  held_.clear();
}

}  // namespace evenkeel::ipvs
