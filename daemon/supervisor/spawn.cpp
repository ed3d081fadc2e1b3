// fork and exec of a worker. Between the two only async-signal-safe calls are made: everything
// that allocates is prepared before.
#include "daemon/supervisor/spawn.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <vector>

namespace evenkeel {

namespace {

constexpr int kChannelFd = 3;
constexpr int kListenFd = 4;

// What a role may do beyond an ordinary process; see docs/architecture.md.
struct Privileges {
  const char* user = nullptr;      // nullptr: stays root
  std::uint64_t capabilities = 0;  // the bounding set
  bool may_gain = false;           // no_new_privs stays unset
};

constexpr std::uint64_t bit(int capability) { return std::uint64_t{1} << unsigned(capability); }

Privileges privileges_of(WorkerKind kind) {
  switch (kind) {
    case WorkerKind::vrrp:
      return {.capabilities =
                  bit(CAP_NET_ADMIN) | bit(CAP_NET_RAW) | bit(CAP_SYS_NICE) | bit(CAP_IPC_LOCK)};
    case WorkerKind::balancer:
      return {.capabilities = bit(CAP_NET_ADMIN)};
    case WorkerKind::checker:
      return {.user = "evenkeel-checker"};
    case WorkerKind::exporter:
      return {.user = "evenkeel-exporter"};
    case WorkerKind::runner:
    case WorkerKind::supervisor:
      break;
  }
  // The runner becomes whichever user a script wants, and that script may need anything.
  return {.capabilities = ~std::uint64_t{0}, .may_gain = true};
}

struct Identity {
  uid_t uid = 0;
  gid_t gid = 0;
  bool is_set = false;
};

// The packages make the role's user; without it, nobody serves as well.
Identity identity_of(const char* user) {
  if (user == nullptr || ::geteuid() != 0) return {};
  for (const char* name : {user, "nobody"}) {
    if (const auto* entry = ::getpwnam(name)) {
      return {.uid = entry->pw_uid, .gid = entry->pw_gid, .is_set = true};
    }
  }
  return {};
}

struct Launch {
  std::vector<std::string> words;
  std::vector<char*> argv;
  Privileges privileges;
  Identity identity;
  int channel = -1;
  int listener = -1;
};

void drop_privileges(const Launch& launch) {
  for (int capability = 0; capability <= CAP_LAST_CAP; ++capability) {
    if ((launch.privileges.capabilities & bit(capability)) == 0) {
      ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
    }
  }
  if (launch.identity.is_set) {
    if (::setgroups(0, nullptr) != 0 || ::setgid(launch.identity.gid) != 0 ||
        ::setuid(launch.identity.uid) != 0) {
      ::_exit(71);
    }
  }
  if (!launch.privileges.may_gain) ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

// dup2 to the same number would leave close-on-exec set; a copy at a high number never collides.
void place(int from, int to) {
  if (::dup2(from, to) < 0) ::_exit(71);
}

[[noreturn]] void become_worker(const Launch& launch) {
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  // Its own session: a terminal's Ctrl-C reaches the supervisor alone, which stops in order.
  ::setsid();
  const int channel = ::fcntl(launch.channel, F_DUPFD, 10);
  const int listener = launch.listener < 0 ? -1 : ::fcntl(launch.listener, F_DUPFD, 10);
  place(channel, kChannelFd);
  if (listener >= 0) place(listener, kListenFd);
  ::close_range(listener >= 0 ? kListenFd + 1 : kChannelFd + 1, ~0U, 0);
  drop_privileges(launch);
  ::execv("/proc/self/exe", launch.argv.data());
  ::_exit(71);
}

Launch prepare(const WorkerOptions& options, int channel, int listen_fd) {
  Launch launch;
  launch.words = {"evenkeeld",
                  "--role",
                  std::string(to_string(options.kind)),
                  "--channel-fd",
                  std::to_string(kChannelFd),
                  "--runtime-dir",
                  options.runtime_dir,
                  "--log-level",
                  std::string(to_string(options.log_level))};
  if (listen_fd >= 0) {
    launch.words.insert(launch.words.end(), {"--listen-fd", std::to_string(kListenFd)});
  }
  for (auto& word : launch.words) launch.argv.push_back(word.data());
  launch.argv.push_back(nullptr);
  launch.privileges = privileges_of(options.kind);
  launch.identity = identity_of(launch.privileges.user);
  launch.channel = channel;
  launch.listener = listen_fd;
  return launch;
}

}  // namespace

Result<Spawned> spawn_worker(const WorkerOptions& options, int listen_fd) {
  std::array<int, 2> pair{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) {
    return errno_failure("socketpair");
  }
  FileDescriptor ours(pair[0]);
  const FileDescriptor theirs(pair[1]);
  const auto launch = prepare(options, theirs.get(), listen_fd);
  const pid_t pid = ::fork();
  if (pid < 0) return errno_failure("fork");
  if (pid == 0) become_worker(launch);
  return Spawned{.pid = pid, .channel = std::move(ours)};
}

}  // namespace evenkeel
