// Short hands of the tests in this folder: text in, model and findings out.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "daemon/config/config_parser.h"
#include "fakes/memory_source.h"

namespace evenkeel {

inline Parsed parse_text(const std::string& text, const ParseOptions& options = {}) {
  MemorySource source;
  source.files["conf"].text = text;
  auto parsed = parse_config("conf", source, options);
  // The file is there: only an exception makes it unreadable.
  EXPECT_TRUE(parsed.readable) << text;
  return parsed;
}

// "LINE: error: text", in order.
inline std::vector<std::string> lines_of(const Parsed& parsed) {
  std::vector<std::string> lines;
  for (const auto& finding : parsed.findings) {
    auto line = std::to_string(finding.line) + ": ";
    line.append(to_string(finding.severity)).append(": ").append(finding.text);
    if (!finding.suggestion.empty()) line += "; " + finding.suggestion;
    lines.push_back(line);
  }
  return lines;
}

using Lines = std::vector<std::string>;

// One instance whose block also holds `body`.
inline Parsed parse_instance(const std::string& body, const std::string& before = {}) {
  return parse_text(before + "vrrp_instance web {\n interface eth0\n virtual_router_id 51\n" +
                    " virtual_ipaddress {\n 192.0.2.10/24\n }\n" + body + "\n}\n");
}

// One service with one server; `body` stands in the service's block, `server` in the server's. What
// every service needs is there, on one line, unless the body says it.
inline Parsed parse_service(const std::string& body, const std::string& server = {},
                            const std::string& after = {}) {
  std::string head = " protocol TCP";
  if (body.find("lb_algo") == std::string::npos) head += " lb_algo wlc";
  if (body.find("lb_kind") == std::string::npos) head += " lb_kind NAT";
  return parse_text("virtual_server 192.0.2.10 80 {\n" + head + "\n" + body +
                    "\n real_server 10.0.0.1 80 {\n" + server + "\n }\n}\n" + after);
}

}  // namespace evenkeel
