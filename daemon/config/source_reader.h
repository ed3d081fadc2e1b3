// Everything of the machine that the configuration may see. The daemon uses DiskReader; unit tests
// and the fuzz target an in-memory one, so that parsing itself is a function of its arguments.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenkeel/result.h"

namespace evenkeel {

struct SourceFile {
  std::string text;
  bool executable = false;  // keepalived passes over executable files when it includes
};

class SourceReader {
 public:
  SourceReader() = default;
  SourceReader(const SourceReader&) = delete;
  SourceReader& operator=(const SourceReader&) = delete;
  virtual ~SourceReader() = default;

  // A regular file's bytes. The Error's text names the path.
  virtual Result<SourceFile> read(const std::string& path) = 0;
  // Existing paths that match, sorted; a pattern without wildcards matches itself if it exists.
  virtual std::vector<std::string> glob(const std::string& pattern) = 0;
  // The absolute path of a command named without a slash.
  virtual std::optional<std::string> find_command(const std::string& name) = 0;
  virtual bool is_executable(const std::string& path) = 0;
  // By name or number.
  virtual bool has_user(const std::string& name) = 0;
  virtual bool has_group(const std::string& name) = 0;
  virtual std::optional<std::string> environment(const std::string& name) = 0;
  virtual std::string host_name() = 0;
};

}  // namespace evenkeel
