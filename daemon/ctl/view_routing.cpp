// Routes, rules, own links and what is static, as a table. Pure.
#include <nlohmann/json.hpp>

#include "daemon/ctl/json_member.h"
#include "daemon/ctl/views.h"

namespace evenkeel::ctl {

namespace {

using Json = nlohmann::ordered_json;

// Whether it should be there now: without it something is amiss.
enum class Expected : std::uint8_t { no, yes };

void add(Table& table, const std::string& owner, const Json& entry, const char* kind,
         Expected expected) {
  const auto& present = member(entry, "present");
  const bool is_present = present.is_boolean() && present.get<bool>();
  const bool is_amiss = !is_present && expected == Expected::yes;
  std::string name = std::string(kind) + " " + text(entry, kind);
  if (std::string(kind) == "address") name += " dev " + text(entry, "device");
  if (std::string(kind) == "link") name += " on " + text(entry, "interface");
  table.add({{owner},
             {std::move(name)},
             {is_present ? "yes" : "no", is_amiss ? Tint::bad : Tint::none},
             {text(entry, "reason")}});
}

}  // namespace

std::string view_routing(std::string_view json, const ViewFacts& facts) {
  const auto answer = Json::parse(json, nullptr, false);
  Table table({{"INSTANCE"}, {"ENTRY"}, {"PRESENT"}, {"REASON"}});
  for (const auto& instance : member(answer, "instances")) {
    const auto expected = text(instance, "role") == "MASTER" ? Expected::yes : Expected::no;
    const std::string name = text(instance, "name");
    for (const auto& entry : member(instance, "routes")) add(table, name, entry, "route", expected);
    for (const auto& entry : member(instance, "rules")) add(table, name, entry, "rule", expected);
    for (const auto& entry : member(instance, "links")) {
      add(table, name, entry, "link", Expected::yes);
    }
  }
  const auto& statics = member(answer, "static");
  const auto add_all = [&](const char* list, const char* kind) {
    for (const auto& entry : member(statics, list)) {
      add(table, "static", entry, kind, Expected::yes);
    }
  };
  add_all("addresses", "address");
  add_all("routes", "route");
  add_all("rules", "rule");
  return table.is_empty() ? "" : "\n" + table.to_text(facts.colour);
}

}  // namespace evenkeel::ctl
