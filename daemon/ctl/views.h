// The control socket's JSON → text for people, as pure functions. Used by the verbs. An answer
// that is not JSON, or lacks a field, gives less text, never an error.
#pragma once

#include <string>
#include <string_view>

#include "daemon/ctl/table.h"
#include "evenkeel/clock.h"

namespace evenkeel::ctl {

struct ViewFacts {
  WallTime now{};
  Colour colour = Colour::off;
};

std::string view_status(std::string_view json, const ViewFacts& facts);
std::string view_vrrp(std::string_view json, const ViewFacts& facts);
std::string view_services(std::string_view json, const ViewFacts& facts);
// Of /v1/services?servers=true or /v1/services/ID/servers.
std::string view_servers(std::string_view json, const ViewFacts& facts);
std::string view_explanation(std::string_view json, const ViewFacts& facts);
std::string view_config(std::string_view json, const ViewFacts& facts);
std::string view_config_diff(std::string_view json, const ViewFacts& facts);
std::string view_event(std::string_view json, const ViewFacts& facts);  // one line, with its end
// Of a verb that changes something, or of an error.
std::string view_action(std::string_view json, const ViewFacts& facts);

// What became of a hand-over, from /v1/vrrp.
struct ResignOutcome {
  bool is_pending = false;
  bool is_refused = false;
  std::string text;  // a line an instance
};
ResignOutcome view_resign(std::string_view json, std::string_view instance);

// Of /v1/vrrp: the routes and rules of the instances, and what is static; empty without any.
std::string view_routing(std::string_view json, const ViewFacts& facts);

// "12 s", "3 min", "5 h 20 min", "3 d 4 h" from an RFC 3339 time to now; empty when it is none.
std::string age_of(std::string_view time, WallTime now);
// "0 B", "999 B", "4.0 KiB", "1.2 GiB".
std::string human_bytes(double bytes);

}  // namespace evenkeel::ctl
