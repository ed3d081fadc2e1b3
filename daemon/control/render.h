// State → JSON text, as pure functions: one object each, without a line end. Used by answers.cpp;
// the words are those of state.h. Times are RFC 3339, an unset time is null.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/control/control_server.h"
#include "evenkeel/store.h"

namespace evenkeel::control {

std::string render(const ConfigState& state);
std::string render(const ProcessState& state);
std::string render(const VrrpState& state, const std::map<std::string, InstanceState>& instances);
std::string render(const InstanceState& state);
std::string render(const BalancerState& state);
std::string render(const RunnerState& state);
std::string render(const ServiceState& state);
std::string render(const ServerEntry& entry);
std::string render(const Store::NumberedEvent& event);

struct ErrorAnswer {
  std::string code;       // one word
  std::string message;    // a sentence
  std::string attempted;  // "GET /v1/nothing"
};
std::string render(const ErrorAnswer& error);

struct ActionAnswer {
  std::string code;
  std::string message;
  std::string attempted;
  std::vector<std::string> findings;
};
std::string render(const ActionAnswer& answer);

std::string render(const ObjectChange& change);
// Without its last brace and without the changes, which follow piece by piece.
std::string render_head(const ConfigDiff& diff, std::uint64_t generation);

struct RouteLine {
  std::string_view method, path, description;
};
std::string render(const std::vector<RouteLine>& routes);

// What /v1/explain says: state, since and reason of an object, its details and its events.
struct Explanation {
  std::string object;  // "service/tcp:192.0.2.10:443"
  std::string state;
  std::string reason;
  WallTime since{};
  std::string details;  // rendered
  std::vector<const Store::NumberedEvent*> events;
};
std::string render(const Explanation& explanation);

// A string as JSON, quoted. Bytes that are not UTF-8 are replaced.
std::string quoted(std::string_view text);

}  // namespace evenkeel::control
