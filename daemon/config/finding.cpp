// Findings as text, and the comparison that decides a reload. Pure.
#include "daemon/config/finding.h"

#include <map>

namespace evenkeel {

std::string_view to_string(FindingSeverity severity) {
  switch (severity) {
    case FindingSeverity::warning:
      return "warning";
    case FindingSeverity::error:
      return "error";
  }
  return "?";
}

std::string to_string(const Finding& finding) {
  std::string text = finding.file + ":";
  if (finding.line != 0) {
    text += std::to_string(finding.line) + ":" + std::to_string(finding.column) + ":";
  }
  text.append(" ").append(to_string(finding.severity)).append(": ").append(finding.text);
  if (!finding.other_place.empty()) text += " (first at " + finding.other_place + ")";
  if (!finding.suggestion.empty()) text += "; " + finding.suggestion;
  return text;
}

namespace {

// Tabs stay tabs, so that the caret stands below its word whatever their width.
std::string caret_line(const Finding& finding) {
  std::string blanks;
  for (std::size_t i = 0; i + 1 < finding.column && i < finding.source_line.size(); ++i) {
    const auto byte = static_cast<unsigned char>(finding.source_line[i]);
    const bool continues_a_character = (byte & 0xc0U) == 0x80U;
    if (!continues_a_character) blanks += byte == '\t' ? '\t' : ' ';
  }
  return blanks + "^";
}

}  // namespace

std::string render(const std::vector<Finding>& findings, Caret caret) {
  std::string text;
  for (const auto& finding : findings) {
    text += to_string(finding) + "\n";
    if (caret == Caret::hidden || finding.source_line.empty()) continue;
    text += "  " + finding.source_line + "\n  " + caret_line(finding) + "\n";
  }
  return text;
}

bool has_errors(const std::vector<Finding>& findings) {
  for (const auto& finding : findings) {
    if (finding.severity == FindingSeverity::error) return true;
  }
  return false;
}

std::vector<Finding> new_errors(const std::vector<Finding>& running,
                                const std::vector<Finding>& proposed) {
  std::map<std::string_view, std::size_t> known;
  for (const auto& finding : running) {
    if (finding.severity == FindingSeverity::error) ++known[finding.text];
  }
  std::vector<Finding> fresh;
  for (const auto& finding : proposed) {
    if (finding.severity != FindingSeverity::error) continue;
    const auto found = known.find(finding.text);
    if (found == known.end() || found->second == 0) {
      fresh.push_back(finding);
    } else {
      --found->second;
    }
  }
  return fresh;
}

}  // namespace evenkeel
