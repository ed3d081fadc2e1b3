// Reads whole regular files; refuses devices, directories and absurd sizes.
#include "daemon/config/disk_reader.h"

#include <glob.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <fstream>

#include "daemon/config/limits.h"

namespace evenkeel {
namespace {

bool is_numeric(const std::string& name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

Result<SourceFile> DiskReader::read(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return errno_failure("read " + path);
  if (!S_ISREG(status.st_mode)) return failure(EINVAL, "read " + path + ": not a regular file");
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > config::kMaxBytes) return failure(EFBIG, "read " + path + ": larger than 64 MiB");
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return errno_failure("read " + path);
  SourceFile file;
  file.executable = (status.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)) != 0;
  file.text.resize(size);
  stream.read(file.text.data(), static_cast<std::streamsize>(size));
  if (stream.bad()) return errno_failure("read " + path);
  file.text.resize(static_cast<std::size_t>(stream.gcount()));
  return file;
}

std::vector<std::string> DiskReader::glob(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> paths;
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  ::globfree(&found);
  return paths;
}

std::optional<std::string> DiskReader::find_command(const std::string& name) {
  static constexpr std::array<const char*, 6> kDirectories{
      "/usr/local/sbin/", "/usr/local/bin/", "/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"};
  for (const auto* directory : kDirectories) {
    auto path = directory + name;
    if (::access(path.c_str(), X_OK) == 0) return path;
  }
  return std::nullopt;
}

bool DiskReader::is_executable(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         ::access(path.c_str(), X_OK) == 0;
}

bool DiskReader::has_user(const std::string& name) {
  return is_numeric(name) || ::getpwnam(name.c_str()) != nullptr;
}

bool DiskReader::has_group(const std::string& name) {
  return is_numeric(name) || ::getgrnam(name.c_str()) != nullptr;
}

std::optional<std::string> DiskReader::environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

std::string DiskReader::host_name() {
  std::array<char, HOST_NAME_MAX + 1> buffer{};
  if (::gethostname(buffer.data(), buffer.size() - 1) != 0) return "localhost";
  return buffer.data();
}

}  // namespace evenkeel
