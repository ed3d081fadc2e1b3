// A SourceReader over files in memory, for unit tests and the fuzz target.
#pragma once

#include <fnmatch.h>

#include <cerrno>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemon/config/source_reader.h"

namespace evenkeel {

class MemorySource : public SourceReader {
 public:
  std::map<std::string, SourceFile> files;
  std::map<std::string, std::string> commands{{"killall", "/usr/bin/killall"}};
  std::map<std::string, std::string> variables;
  std::string host = "director1.example.net";

  Result<SourceFile> read(const std::string& path) override {
    const auto found = files.find(path);
    if (found == files.end()) return failure(ENOENT, "read " + path + ": No such file");
    return found->second;
  }

  std::vector<std::string> glob(const std::string& pattern) override {
    std::vector<std::string> paths;
    for (const auto& [path, file] : files) {
      if (::fnmatch(pattern.c_str(), path.c_str(), FNM_PATHNAME) == 0) paths.push_back(path);
    }
    return paths;
  }

  std::optional<std::string> find_command(const std::string& name) override {
    return find(commands, name);
  }
  // Commands, users and groups exist unless they are named here.
  std::set<std::string> missing;
  bool is_executable(const std::string& path) override { return !missing.contains(path); }
  bool has_user(const std::string& name) override { return !missing.contains(name); }
  bool has_group(const std::string& name) override { return !missing.contains(name); }
  std::optional<std::string> environment(const std::string& name) override {
    return find(variables, name);
  }
  std::string host_name() override { return host; }

 private:
  static std::optional<std::string> find(const std::map<std::string, std::string>& map,
                                         const std::string& name) {
    const auto found = map.find(name);
    if (found == map.end()) return std::nullopt;
    return found->second;
  }
};

}  // namespace evenkeel
