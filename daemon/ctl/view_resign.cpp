// What became of a hand-over, read from the instances. Pure.
#include <nlohmann/json.hpp>

#include "daemon/ctl/views.h"

namespace evenkeel::ctl {

namespace {

using Json = nlohmann::json;

std::string text(const Json& json, const char* name) {
  const auto found = json.is_object() ? json.find(name) : json.end();
  return json.is_object() && found != json.end() && found->is_string() ? found->get<std::string>()
                                                                       : "";
}

// One instance's line; its status goes into the outcome.
void add(const Json& instance, ResignOutcome& outcome) {
  const Json resign = instance.is_object() ? instance.value("resign", Json::object()) : Json();
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
  const auto instances = answer.is_object() ? answer.find("instances") : answer.end();
  if (!answer.is_object() || instances == answer.end()) return outcome;
  for (const auto& known : *instances) {
    if (instance.empty() || instance == text(known, "name")) add(known, outcome);
  }
  return outcome;
}

}  // namespace evenkeel::ctl
