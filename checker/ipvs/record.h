// The services we made, one id a line under the runtime directory: what a successor may remove
// although its configuration no longer names it. Text ⇄ keys is pure; load and store own a file.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "evenkeel/address.h"
#include "evenkeel/result.h"

namespace evenkeel::ipvs {

std::string format_record(const std::set<ServiceKey>& services);
// Lines that are no service id are left out: a damaged record must never name what is not ours.
std::set<ServiceKey> parse_record(std::string_view text);

class RecordFile {
 public:
  explicit RecordFile(std::string path) : path_(std::move(path)) {}
  std::set<ServiceKey> load();  // empty when there is none
  // Replaces the file at once and whole; does nothing when it holds this already.
  Result<void> store(const std::set<ServiceKey>& services);
  void remove();

 private:
  std::string path_;
  std::string held_;  // the file's text, as far as we know
};

}  // namespace evenkeel::ipvs
