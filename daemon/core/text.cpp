// The words of clock.h, result.h, state.h, messages.h, config.h and config_change.h. Pure.
#include <fmt/chrono.h>
#include <fmt/core.h>

#include <cerrno>
#include <cstring>

#include "evenkeel/clock.h"
#include "evenkeel/config_change.h"
#include "evenkeel/messages.h"
#include "evenkeel/overload.h"
#include "evenkeel/result.h"
#include "evenkeel/state.h"

namespace evenkeel {

std::string to_string(WallTime when) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(when);
  const auto micros = (when - seconds).count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)), micros);
}

tl::unexpected<Error> errno_failure(const std::string& attempted) {
  const int code = errno;
  std::array<char, 128> buffer{};
  // The GNU strerror_r: returns the text, in the buffer or elsewhere.
  const char* text = strerror_r(code, buffer.data(), buffer.size());
  return failure(code, attempted + ": " + text);
}

std::string_view to_string(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::added:
      return "added";
    case ChangeKind::removed:
      return "removed";
    case ChangeKind::changed:
      return "changed";
  }
  return "?";
}

std::string_view to_string(Forwarding forwarding) {
  switch (forwarding) {
    case Forwarding::nat:
      return "NAT";
    case Forwarding::dr:
      return "DR";
    case Forwarding::tun:
      return "TUN";
  }
  return "?";
}

std::string_view to_string(TrackerKind kind) {
  switch (kind) {
    case TrackerKind::interface:
      return "interface";
    case TrackerKind::script:
      return "script";
    case TrackerKind::file:
      return "file";
    case TrackerKind::service:
      return "service";
    case TrackerKind::process:
      return "process";
  }
  return "?";
}

std::string_view to_string(ResignStatus status) {
  switch (status) {
    case ResignStatus::none:
      return "NONE";
    case ResignStatus::asked:
      return "ASKED";
    case ResignStatus::resigned:
      return "RESIGNED";
    case ResignStatus::refused:
      return "REFUSED";
  }
  return "?";
}

std::string_view to_string(AcceptMode mode) {
  switch (mode) {
    case AcceptMode::accept:
      return "accept";
    case AcceptMode::no_accept:
      return "no_accept";
    case AcceptMode::unenforced:
      return "unenforced";
  }
  return "?";
}

std::string_view to_string(FirewallKind kind) {
  switch (kind) {
    case FirewallKind::none:
      return "none";
    case FirewallKind::nftables:
      return "nftables";
    case FirewallKind::iptables:
      return "iptables";
    case FirewallKind::unenforced:
      return "unenforced";
  }
  return "?";
}

std::string_view to_string(Role role) {
  switch (role) {
    case Role::init:
      return "INIT";
    case Role::backup:
      return "BACKUP";
    case Role::master:
      return "MASTER";
    case Role::fault:
      return "FAULT";
  }
  return "?";
}

std::string_view to_string(Health health) {
  switch (health) {
    case Health::unknown:
      return "UNKNOWN";
    case Health::up:
      return "UP";
    case Health::down:
      return "DOWN";
  }
  return "?";
}

std::string_view to_string(ServiceStatus status) {
  switch (status) {
    case ServiceStatus::down:
      return "DOWN";
    case ServiceStatus::up:
      return "UP";
    case ServiceStatus::fault:
      return "FAULT";
  }
  return "?";
}

std::string_view to_string(ProcessStatus status) {
  switch (status) {
    case ProcessStatus::stopped:
      return "STOPPED";
    case ProcessStatus::starting:
      return "STARTING";
    case ProcessStatus::running:
      return "RUNNING";
    case ProcessStatus::idle:
      return "IDLE";
    case ProcessStatus::waiting:
      return "WAITING";
  }
  return "?";
}

std::string_view to_string(WorkerKind kind) {
  switch (kind) {
    case WorkerKind::supervisor:
      return "supervisor";
    case WorkerKind::vrrp:
      return "vrrp";
    case WorkerKind::balancer:
      return "balancer";
    case WorkerKind::checker:
      return "checker";
    case WorkerKind::runner:
      return "runner";
    case WorkerKind::exporter:
      return "exporter";
  }
  return "?";
}

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::notice:
      return "notice";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "?";
}

std::string_view to_string(AdvertError error) {
  static constexpr std::array<std::string_view, kAdvertErrorCount> kNames{
      "too_short",         "bad_ip_header",    "bad_ttl",        "bad_version",   "bad_type",
      "bad_checksum",      "bad_length",       "unknown_vrid",   "bad_auth_type", "bad_auth",
      "interval_mismatch", "address_mismatch", "unknown_source", "own_packet",    "replay",
      "bad_destination"};
  const auto index = static_cast<std::size_t>(error);
  return index < kNames.size() ? kNames[index] : "?";
}

std::string_view to_string(ChecksumForm form) {
  switch (form) {
    case ChecksumForm::message_only:
      return "message_only";
    case ChecksumForm::with_pseudo_header:
      return "with_pseudo_header";
  }
  return "?";
}

std::string_view check_kind_name(std::uint8_t kind) {
  static constexpr std::array<std::string_view, 3> kNames{"TCP_CHECK", "HTTP_GET", "SSL_GET"};
  return kind < kNames.size() ? kNames[kind] : "?";
}

std::string state_key(const StateValue& value) {
  return std::visit(
      Overload{
          [](const InstanceState& state) { return "vrrp/" + state.name; },
          [](const VrrpState&) { return std::string("vrrp"); },
          [](const ServiceState& state) { return "service/" + to_string(state.key); },
          [](const ServerState& state) { return "server/" + to_string(state.key); },
          [](const CheckState& state) {
            return "check/" + to_string(state.key) + "/" + std::to_string(state.index);
          },
          [](const BalancerState&) { return std::string("balancer"); },
          [](const ProcessState& state) { return "process/" + std::string(to_string(state.kind)); },
          [](const ConfigState&) { return std::string("config"); },
          [](const RunnerState&) { return std::string("runner"); },
      },
      value);
}

}  // namespace evenkeel
