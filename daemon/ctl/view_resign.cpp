// What became of a hand-over, read from the instances. Pure.
#include <nlohmann/json.hpp>

#include "daemon/ctl/json_member.h"
#include "daemon/ctl/views.h"

namespace evenkeel::ctl {

namespace {

using Json = nlohmann::ordered_json;

// One instance's line; its status goes into the outcome.
void add(const Json& instance, ResignOutcome& outcome) {
  const Json& resign = member(instance, "resign");
  const auto status = text(resign, "status");
  outcome.is_pending = outcome.is_pending || status == "ASKED" || status == "NONE";
  outcome.is_refused = outcome.is_refused || status == "REFUSED";
  outcome.text += text(instance, "name") + ": " + status + ": " + text(resign, "reason") +
                  "; it is " + text(instance, "role") + "\n";
}

}  // namespace

ResignOutcome view_resign(std::string_view json, std::string_view instance) {
  ResignOutcome outcome;
  const auto answer = Json::parse(json, nullptr, false);
  for (const auto& known : member(answer, "instances")) {
    if (instance.empty() || instance == text(known, "name")) add(known, outcome);
  }
  return outcome;
}

}  // namespace evenkeel::ctl
