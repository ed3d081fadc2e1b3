// The hand-overs that last, in a file of the runtime directory: who is resigned stays so though the
// daemon is restarted, until its time is over or the operator ends it.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "evenkeel/messages.h"
#include "evenkeel/result.h"

namespace evenkeel {

using Resigns = std::map<std::string, Resign>;  // by instance

std::string format_resigns(const Resigns& resigns);
// A line that cannot be read is left out.
Resigns parse_resigns(std::string_view text);

// Those of which the time is over are gone.
void drop_ended(Resigns& resigns, WallTime now);

class ResignRecord {
 public:
  explicit ResignRecord(const std::string& runtime_dir) : path_(runtime_dir + "/resigned") {}

  Resigns load();
  // Nothing is written when nothing has changed; without hand-overs there is no file.
  Result<void> store(const Resigns& resigns);

 private:
  std::string path_;
  std::string held_;  // what the file says
};

}  // namespace evenkeel
