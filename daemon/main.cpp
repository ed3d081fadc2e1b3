// evenkeeld: reads the command line and becomes the supervisor, the configuration check, or (with
// --role, as the supervisor starts it) a worker.
#include <fmt/core.h>
#include <getopt.h>

#include <array>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

#include "daemon/supervisor/check.h"
#include "daemon/supervisor/supervisor.h"
#include "evenkeel/worker.h"

namespace evenkeel {
namespace {

constexpr int kExitUsage = 64;
constexpr int kExitInternal = 70;

constexpr const char* kUsage =
    R"(Usage: evenkeeld [OPTION]...
Shares virtual IPs by VRRP and balances over real servers with the kernel's IPVS.

  -f, --config FILE      configuration (default /etc/evenkeel/evenkeel.conf)
      --runtime-dir DIR  control socket and records (default /run/evenkeel)
  -i, --config-id ID     what @ID in the configuration is compared with (default: the short
                         host name)
  -t, --check            print every finding of the configuration and exit:
                         0 clean, 5 usable with errors, 4 unusable
      --json             with --check: the findings as one JSON object
      --print[=secrets]  with --check: the configuration as understood, normalised;
                         passwords only with =secrets
      --strict           refuse to start with any error
      --log-level LEVEL  error, warning, notice, info (default) or debug
      --version
  -h, --help

Signals: HUP reload, TERM or INT orderly stop, USR1 write status.json.
)";

enum class Mode { supervise, check, version, help, work };

struct CommandLine {
  Mode mode = Mode::supervise;
  SupervisorOptions supervisor;
  CheckOptions check;
  WorkerOptions worker;
  std::string role;
};

enum Option : int {
  kRuntimeDir = 256,
  kStrict,
  kLogLevel,
  kVersion,
  kJson,
  kPrint,
  kRole,
  kChannel,
  kListen
};

constexpr std::array<option, 15> kOptions{{{"config", required_argument, nullptr, 'f'},
                                           {"config-id", required_argument, nullptr, 'i'},
                                           {"check", no_argument, nullptr, 't'},
                                           {"help", no_argument, nullptr, 'h'},
                                           {"runtime-dir", required_argument, nullptr, kRuntimeDir},
                                           {"strict", no_argument, nullptr, kStrict},
                                           {"log-level", required_argument, nullptr, kLogLevel},
                                           {"version", no_argument, nullptr, kVersion},
                                           {"json", no_argument, nullptr, kJson},
                                           {"print", optional_argument, nullptr, kPrint},
                                           {"role", required_argument, nullptr, kRole},
                                           {"channel-fd", required_argument, nullptr, kChannel},
                                           {"listen-fd", required_argument, nullptr, kListen},
                                           {nullptr, 0, nullptr, 0}}};

bool take_print(CheckOptions& check, const char* value) {
  const std::string_view what(value == nullptr ? "" : value);
  check.config = what.empty() ? ConfigAs::printed : ConfigAs::printed_with_secrets;
  if (what.empty() || what == "secrets") return true;
  fmt::print(stderr, "evenkeeld: --print takes =secrets or nothing, not '{}'\n", what);
  return false;
}

// False for an option or value that makes no sense; getopt or we have said which.
bool take_option(CommandLine& line, int option, const char* value) {
  switch (option) {
    case 'f':
      line.supervisor.config_file = value;
      return true;
    case 'i':
      line.supervisor.config_id = value;
      return true;
    case 't':
      line.mode = Mode::check;
      return true;
    case 'h':
      line.mode = Mode::help;
      return true;
    case kRuntimeDir:
      line.supervisor.runtime_dir = line.worker.runtime_dir = value;
      return true;
    case kStrict:
      line.supervisor.strictness = Strictness::errors_refuse;
      return true;
    case kVersion:
      line.mode = Mode::version;
      return true;
    case kRole:
      line.mode = Mode::work;
      line.role = value;
      return true;
    case kChannel:
      line.worker.channel_fd = std::atoi(value);
      return true;
    case kListen:
      line.worker.listen_fd = std::atoi(value);
      return true;
    case kJson:
      line.check.findings = FindingsAs::json;
      return true;
    case kPrint:
      return take_print(line.check, value);
    case kLogLevel:
      if (const auto level = parse_log_level(value)) {
        line.supervisor.log_level = line.worker.log_level = *level;
        return true;
      }
      fmt::print(stderr, "evenkeeld: unknown log level '{}'\n", value);
      return false;
    default:
      return false;
  }
}

bool parse(CommandLine& line, int argc, char** argv) {
  for (int option = 0;
       (option = getopt_long(argc, argv, "f:i:th", kOptions.data(), nullptr)) != -1;) {
    if (!take_option(line, option, optarg)) return false;
  }
  const bool shapes_a_check =
      line.check.findings != FindingsAs::text || line.check.config != ConfigAs::not_printed;
  if (shapes_a_check && line.mode == Mode::supervise) {
    fmt::print(stderr, "evenkeeld: --json and --print go with --check\n");
    return false;
  }
  line.check.config_file = line.supervisor.config_file;
  line.check.config_id = line.supervisor.config_id;
  if (optind < argc) fmt::print(stderr, "evenkeeld: unexpected word '{}'\n", argv[optind]);
  return optind == argc;
}

struct Role {
  WorkerKind kind;
  int (*run)(const WorkerOptions&);
};
constexpr std::array kRoles{
    Role{WorkerKind::vrrp, vrrp::run}, Role{WorkerKind::balancer, balancer::run},
    Role{WorkerKind::checker, checker::run}, Role{WorkerKind::runner, runner::run},
    Role{WorkerKind::exporter, exporter::run}};

int work(CommandLine& line) {
  for (const auto& role : kRoles) {
    if (to_string(role.kind) != line.role) continue;
    line.worker.kind = role.kind;
    return role.run(line.worker);
  }
  fmt::print(stderr, "evenkeeld: unknown role '{}'\n", line.role);
  return kExitUsage;
}

int run(int argc, char** argv) {
  CommandLine line;
  if (!parse(line, argc, argv)) {
    fmt::print(stderr, "Try 'evenkeeld --help'.\n");
    return kExitUsage;
  }
  switch (line.mode) {
    case Mode::help:
      fmt::print("{}", kUsage);
      return 0;
    case Mode::version:
      fmt::print("evenkeeld {}\n", EVENKEEL_VERSION);
      return 0;
    case Mode::check:
      return run_check(line.check);
    case Mode::work:
      return work(line);
    case Mode::supervise:
      return run_supervisor(line.supervisor);
  }
  return kExitUsage;
}

}  // namespace
}  // namespace evenkeel

int main(int argc, char** argv) {
  try {
    return evenkeel::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "evenkeeld: {}\n", error.what());
    return evenkeel::kExitInternal;
  }
}
