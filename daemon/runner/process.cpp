// fork, change identity, execve. The child reports a failure before execve through a pipe that a
// successful execve closes.
#include "daemon/runner/process.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "daemon/runner/limits.h"

namespace evenkeel::runner {

namespace {

struct Pipe {
  FileDescriptor read, write;
};

Result<Pipe> make_pipe(int flags) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), flags) != 0) return errno_failure("open a pipe");
  return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

// What the child needs, made before the fork: afterwards it must not allocate.
struct Plan {
  std::vector<char*> argv;
  std::vector<char*> environment;
  const Identity* identity = nullptr;
  int output = -1;
  int error = -1;
  Lifetime lifetime = Lifetime::its_own;
};

enum class Stage : int { descriptors, groups, group, user, execute };

const char* describe(Stage stage) {
  switch (stage) {
    case Stage::descriptors:
      return "set up descriptors";
    case Stage::groups:
      return "set groups";
    case Stage::group:
      return "set group";
    case Stage::user:
      return "set user";
    case Stage::execute:
      return "execute";
  }
  return "";
}

struct Failure {
  Stage stage;
  int code;
};

[[noreturn]] void fail(const Plan& plan, Stage stage) {
  const Failure report{stage, errno};
  [[maybe_unused]] const auto written = ::write(plan.error, &report, sizeof(report));
  ::_exit(127);
}

void reset_signals() {
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

void become(const Plan& plan) {
  const auto& identity = *plan.identity;
  // Without the right to change, being that user already is good enough.
  const bool is_already =
      ::geteuid() == identity.user && ::getegid() == identity.group && ::geteuid() != 0;
  if (is_already) return;
  if (::setgroups(identity.groups.size(), identity.groups.data()) != 0) fail(plan, Stage::groups);
  if (::setresgid(identity.group, identity.group, identity.group) != 0) fail(plan, Stage::group);
  if (::setresuid(identity.user, identity.user, identity.user) != 0) fail(plan, Stage::user);
}

[[noreturn]] void run_child(const Plan& plan) {
  reset_signals();
  ::setsid();
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0 || ::dup2(null, STDIN_FILENO) < 0 || ::dup2(plan.output, STDOUT_FILENO) < 0 ||
      ::dup2(plan.output, STDERR_FILENO) < 0) {
    fail(plan, Stage::descriptors);
  }
  // Whatever was inherited from whoever started us is not the script's business.
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  if (::chdir("/") != 0) fail(plan, Stage::descriptors);
  ::umask(022);
  become(plan);
  // After the identity: a change of it would undo this.
  if (plan.lifetime == Lifetime::ours) ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  ::execve(plan.argv[0], plan.argv.data(), plan.environment.data());
  fail(plan, Stage::execute);
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// glibc 2.36 declares pidfd_open for C only.
FileDescriptor open_pidfd(pid_t pid) {
  return FileDescriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

// Waits for the child's execve, which is a matter of microseconds.
Result<void> await_execution(const FileDescriptor& errors, const std::string& program) {
  Failure report{};
  ssize_t got = 0;
  do {
    got = ::read(errors.get(), &report, sizeof(report));
  } while (got < 0 && errno == EINTR);
  if (got != sizeof(report)) return {};
  return failure(report.code, std::string(describe(report.stage)) + " for " + program + ": " +
                                  std::strerror(report.code));
}

int exit_status(const siginfo_t& info) {
  return info.si_code == CLD_EXITED ? info.si_status : -info.si_status;
}

}  // namespace

Result<std::unique_ptr<Process>> Process::start(EventLoop& loop,
                                                const std::vector<std::string>& argv,
                                                const Identity& identity, Callbacks callbacks,
                                                Lifetime lifetime) {
  auto output = make_pipe(O_CLOEXEC);
  if (!output) return tl::unexpected(output.error());
  auto errors = make_pipe(O_CLOEXEC);
  if (!errors) return tl::unexpected(errors.error());
  auto words = argv;
  std::vector<std::string> variables{
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=" + identity.home,
      "USER=" + identity.name};
  const Plan plan{.argv = pointers_to(words),
                  .environment = pointers_to(variables),
                  .identity = &identity,
                  .output = output->write.get(),
                  .error = errors->write.get(),
                  .lifetime = lifetime};
  const pid_t pid = ::fork();
  if (pid < 0) return errno_failure("fork for " + argv[0]);
  if (pid == 0) run_child(plan);
  errors->write.reset();
  output->write.reset();
  auto executed = await_execution(errors->read, argv[0]);
  FileDescriptor pidfd = executed ? open_pidfd(pid) : FileDescriptor();
  if (executed && !pidfd.is_open()) {
    executed = errno_failure("watch " + argv[0]);
    ::kill(-pid, SIGKILL);
  }
  if (!executed) {
    ::waitpid(pid, nullptr, 0);
    return tl::unexpected(executed.error());
  }
  ::fcntl(output->read.get(), F_SETFL, O_NONBLOCK);
  return std::unique_ptr<Process>(
      new Process(loop, pid, std::move(pidfd), std::move(output->read), std::move(callbacks)));
}

Process::Process(EventLoop& loop, pid_t pid, FileDescriptor pidfd, FileDescriptor output,
                 Callbacks callbacks)
    : pid_(pid),
      pidfd_(std::move(pidfd)),
      output_(std::move(output)),
      callbacks_(std::move(callbacks)),
      exit_watch_(loop.watch(pidfd_.get(), {.readable = true}, [this](Readiness) { on_exit(); })),
      output_watch_(
          loop.watch(output_.get(), {.readable = true}, [this](Readiness) { on_output(); })) {}

void Process::signal(int number) const { ::kill(-pid_, number); }

void Process::on_output() {
  if (!read_output()) output_watch_.reset();
}

void Process::on_exit() {
  siginfo_t info{};
  if (::waitid(P_PIDFD, static_cast<id_t>(pidfd_.get()), &info, WEXITED | WNOHANG) != 0 ||
      info.si_pid == 0) {
    return;
  }
  // What the script wrote before it ended; a child it left behind may keep the pipe open.
  if (output_watch_) read_output();
  if (!line_.empty()) end_line();
  exit_watch_.reset();
  output_watch_.reset();
  const auto on_end = std::move(callbacks_.on_end);
  on_end(exit_status(info));
}

bool Process::read_output() {
  std::array<char, 4096> buffer;
  // A bounded piece a turn: a script that writes without end must not hold up the others.
  for (int i = 0; i < 16; ++i) {
    const auto got = ::read(output_.get(), buffer.data(), buffer.size());
    if (got == 0) return false;
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    take({buffer.data(), static_cast<std::size_t>(got)});
  }
  return true;
}

void Process::take(std::string_view bytes) {
  for (const char c : bytes) {
    if (c == '\n') {
      end_line();
    } else if (line_.size() < kMaxLine) {
      line_ += c;
    }
  }
}

void Process::end_line() {
  ++lines_;
  if (lines_ <= kMaxLines) {
    callbacks_.on_line(line_);
  } else if (lines_ == kMaxLines + 1) {
    callbacks_.on_line("(further output is not logged)");
  }
  line_.clear();
}

}  // namespace evenkeel::runner
