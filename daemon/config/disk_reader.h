// The SourceReader of the daemon: the file system, the environment and the host's name. Owns
// nothing between calls.
#pragma once

#include "daemon/config/source_reader.h"

namespace evenkeel {

class DiskReader : public SourceReader {
 public:
  Result<SourceFile> read(const std::string& path) override;
  std::vector<std::string> glob(const std::string& pattern) override;
  std::optional<std::string> find_command(const std::string& name) override;
  bool is_executable(const std::string& path) override;
  bool has_user(const std::string& name) override;
  bool has_group(const std::string& name) override;
  std::optional<std::string> environment(const std::string& name) override;
  std::string host_name() override;
};

}  // namespace evenkeel
