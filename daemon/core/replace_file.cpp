// By rename(2), which is atomic.
#include "evenkeel/replace_file.h"

#include <cstdio>
#include <fstream>

namespace evenkeel {

Result<void> replace_file(const std::string& path, std::string_view text) {
  const std::string fresh = path + ".new";
  {
    std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
    file << text;
    if (!file.flush()) return errno_failure("write " + fresh);
  }
  if (std::rename(fresh.c_str(), path.c_str()) != 0) return errno_failure("replace " + path);
  return {};
}

}  // namespace evenkeel
