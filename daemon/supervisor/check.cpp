// Owns nothing: standard output and standard error are written to.
#include "daemon/supervisor/check.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>

#include "daemon/config/disk_reader.h"
#include "daemon/config/print.h"
#include "daemon/control/render.h"

namespace evenkeel {
namespace {

std::string_view verdict_word(int exit_code) {
  if (exit_code == 0) return "clean";
  return exit_code == 5 ? "usable" : "unusable";
}

std::string finding_json(const Finding& finding) {
  std::string json = "{\"file\":" + control::quoted(finding.file) +
                     ",\"line\":" + std::to_string(finding.line) +
                     ",\"column\":" + std::to_string(finding.column) +
                     ",\"severity\":" + control::quoted(to_string(finding.severity)) +
                     ",\"message\":" + control::quoted(finding.text);
  if (!finding.suggestion.empty()) json += ",\"suggestion\":" + control::quoted(finding.suggestion);
  if (!finding.other_place.empty()) json += ",\"first_at\":" + control::quoted(finding.other_place);
  return json + "}";
}

std::size_t count(const Parsed& parsed, FindingSeverity severity) {
  std::size_t number = 0;
  for (const auto& finding : parsed.findings) {
    if (finding.severity == severity) ++number;
  }
  return number;
}

void write_out(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace

std::string check_report(const std::string& file, const Parsed& parsed,
                         const std::optional<std::string>& printed) {
  const int code = exit_code(parsed);
  std::string json = "{\"file\":" + control::quoted(file) +
                     ",\"verdict\":" + control::quoted(verdict_word(code)) +
                     ",\"exit_code\":" + std::to_string(code) +
                     ",\"errors\":" + std::to_string(count(parsed, FindingSeverity::error)) +
                     ",\"warnings\":" + std::to_string(count(parsed, FindingSeverity::warning)) +
                     ",\"hash\":" + control::quoted(parsed.hash) + ",\"findings\":[";
  std::string separator;
  for (const auto& finding : parsed.findings) {
    json += separator + "\n" + finding_json(finding);
    separator = ",";
  }
  json += "]";
  if (printed) json += ",\n\"configuration\":" + control::quoted(*printed);
  return json + "}\n";
}

int run_check(const CheckOptions& options) {
  DiskReader reader;
  const auto parsed = parse_config(options.config_file, reader, {.config_id = options.config_id});
  std::optional<std::string> printed;
  if (options.config != ConfigAs::not_printed) {
    const bool shows_secrets = options.config == ConfigAs::printed_with_secrets;
    printed =
        print(parsed.config, shows_secrets ? config::Secrets::shown : config::Secrets::hidden);
  }
  if (options.findings == FindingsAs::json) {
    write_out(check_report(options.config_file, parsed, printed));
    return exit_code(parsed);
  }
  const auto caret = ::isatty(STDERR_FILENO) != 0 ? Caret::shown : Caret::hidden;
  fmt::print(stderr, "{}", render(parsed.findings, caret));
  if (printed && parsed.readable) write_out(*printed);
  return exit_code(parsed);
}

}  // namespace evenkeel
