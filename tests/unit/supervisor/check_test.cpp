// The answer of --check --json, as programs read it.
#include "daemon/supervisor/check.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace evenkeel {
namespace {

using Json = nlohmann::json;

Finding finding() {
  return {.severity = FindingSeverity::error,
          .file = "a.conf",
          .line = 3,
          .column = 5,
          .text = "unknown word \"x\xff\"",
          .suggestion = "did you mean 'y'?",
          .other_place = "a.conf:1:1"};
}

TEST(CheckReport, ACleanConfigurationHasNoFindings) {
  Parsed parsed;
  parsed.hash = "abc";
  EXPECT_EQ(Json::parse(check_report("a.conf", parsed, std::nullopt)),
            Json::parse(R"({"file":"a.conf","verdict":"clean","exit_code":0,"errors":0,
                            "warnings":0,"hash":"abc","findings":[]})"));
}

TEST(CheckReport, AFindingIsToldWithEverythingThatIsKnown) {
  Parsed parsed;
  parsed.config.instances.emplace_back();
  parsed.findings = {finding()};
  const auto report = Json::parse(check_report("a.conf", parsed, std::nullopt));
  EXPECT_EQ(report["verdict"], "usable");
  EXPECT_EQ(report["exit_code"], 5);
  EXPECT_EQ(report["errors"], 1);
  EXPECT_EQ(report["findings"][0],
            Json::parse(R"({"file":"a.conf","line":3,"column":5,"severity":"error",
                            "message":"unknown word \"x\ufffd\"",
                            "suggestion":"did you mean 'y'?","first_at":"a.conf:1:1"})"));
}

TEST(CheckReport, WhatIsNotKnownIsLeftOut) {
  Parsed parsed;
  parsed.findings = {finding()};
  parsed.findings[0].severity = FindingSeverity::warning;
  parsed.findings[0].suggestion.clear();
  parsed.findings[0].other_place.clear();
  const auto report = Json::parse(check_report("a.conf", parsed, std::nullopt));
  EXPECT_EQ(report["warnings"], 1);
  EXPECT_FALSE(report["findings"][0].contains("suggestion"));
  EXPECT_FALSE(report["findings"][0].contains("first_at"));
  EXPECT_FALSE(report.contains("configuration"));
}

TEST(CheckReport, AnUnreadableFileIsUnusable) {
  Parsed parsed;
  parsed.readable = false;
  parsed.findings = {finding()};
  const auto report = Json::parse(check_report("a.conf", parsed, std::nullopt));
  EXPECT_EQ(report["verdict"], "unusable");
  EXPECT_EQ(report["exit_code"], 4);
}

TEST(CheckReport, TheConfigurationStandsInItWhenAskedFor) {
  EXPECT_EQ(Json::parse(check_report("a.conf", {}, "global_defs {\n}\n"))["configuration"],
            "global_defs {\n}\n");
}

}  // namespace
}  // namespace evenkeel
