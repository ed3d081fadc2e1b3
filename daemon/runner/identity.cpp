// The databases are asked before the fork: in the child only system calls are safe.
#include "daemon/runner/identity.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <memory>

namespace evenkeel::runner {

namespace {

constexpr const char* kDefaultUser = "keepalived_script";

Result<Identity> to_identity(const passwd& entry) {
  Identity identity{.user = entry.pw_uid,
                    .group = entry.pw_gid,
                    .groups = {},
                    .name = entry.pw_name,
                    .home = entry.pw_dir};
  return identity;
}

Result<Identity> user_named(const std::string& name) {
  const passwd* entry = ::getpwnam(name.c_str());
  if (entry == nullptr && !name.empty() &&
      name.find_first_not_of("0123456789") == std::string::npos) {
    entry = ::getpwuid(static_cast<uid_t>(std::strtoul(name.c_str(), nullptr, 10)));
  }
  if (entry == nullptr) return failure(ENOENT, "there is no user " + name);
  return to_identity(*entry);
}

Result<void> set_group(Identity& identity, const std::string& name) {
  if (const auto* entry = ::getgrnam(name.c_str())) {
    identity.group = entry->gr_gid;
    return {};
  }
  if (name.find_first_not_of("0123456789") != std::string::npos) {
    return failure(ENOENT, "there is no group " + name);
  }
  identity.group = static_cast<gid_t>(std::strtoul(name.c_str(), nullptr, 10));
  return {};
}

void find_groups(Identity& identity) {
  int count = 64;
  identity.groups.resize(static_cast<std::size_t>(count));
  if (::getgrouplist(identity.name.c_str(), identity.group, identity.groups.data(), &count) < 0) {
    identity.groups.resize(static_cast<std::size_t>(count));
    ::getgrouplist(identity.name.c_str(), identity.group, identity.groups.data(), &count);
  }
  identity.groups.resize(static_cast<std::size_t>(count));
}

Result<Identity> default_user() {
  if (const auto* entry = ::getpwnam(kDefaultUser)) return to_identity(*entry);
  return user_named("root");
}

Result<void> check_component(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return errno_failure("look at " + path);
  const bool is_group_writable = (found.st_mode & S_IWGRP) != 0 && found.st_gid != 0;
  if (found.st_uid != 0 || is_group_writable || (found.st_mode & S_IWOTH) != 0) {
    return failure(EPERM, "refused for script security: others than root can change " + path);
  }
  return {};
}

}  // namespace

Result<Identity> identity_of(const Script& script, const GlobalSettings& settings) {
  const auto& name = script.user.empty() ? settings.script_user : script.user;
  auto identity = name.empty() ? default_user() : user_named(name);
  if (!identity) return identity;
  if (!script.group.empty()) {
    if (auto group = set_group(*identity, script.group); !group) {
      return tl::unexpected(group.error());
    }
  }
  find_groups(*identity);
  return identity;
}

Result<void> check_path(const std::string& path) {
  struct FreeText {
    void operator()(char* text) const { std::free(text); }
  };
  const std::unique_ptr<char, FreeText> real(::realpath(path.c_str(), nullptr));
  if (!real) return errno_failure("look at " + path);
  std::string component = real.get();
  while (true) {
    if (auto checked = check_component(component.empty() ? "/" : component); !checked) {
      return checked;
    }
    if (component.empty()) return {};
    component.resize(component.rfind('/'));
  }
}

}  // namespace evenkeel::runner
