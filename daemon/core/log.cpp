// Log lines: one write(2) a line, so that processes sharing the descriptor never mix theirs.
#include "evenkeel/log.h"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>

namespace evenkeel {

namespace {

struct LevelName {
  std::string_view name;
  char syslog_digit;
};
constexpr std::array<LevelName, 5> kLevels{
    {{"error", '3'}, {"warning", '4'}, {"notice", '5'}, {"info", '6'}, {"debug", '7'}}};

// Bytes from outside must not forge lines or move a terminal's cursor.
std::string printable(std::string_view text) {
  std::string out(text);
  for (auto& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) c = ' ';
  }
  return out;
}

}  // namespace

std::optional<LogLevel> parse_log_level(std::string_view text) {
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    if (kLevels[i].name == text) return static_cast<LogLevel>(i);
  }
  return std::nullopt;
}

LogLevel log_level(Severity severity) {
  switch (severity) {
    case Severity::info:
      return LogLevel::info;
    case Severity::notice:
      return LogLevel::notice;
    case Severity::warning:
      return LogLevel::warning;
    case Severity::error:
      return LogLevel::error;
  }
  return LogLevel::error;
}

std::string_view to_string(LogLevel level) { return kLevels[static_cast<std::size_t>(level)].name; }

Log::Log(std::string name, LogLevel level)
    : name_(std::move(name)),
      level_(level),
      is_journal_(std::getenv("JOURNAL_STREAM") != nullptr) {}

void Log::write(LogLevel level, std::string_view text) const {
  if (level > level_) return;
  const auto& names = kLevels[static_cast<std::size_t>(level)];
  std::string line;
  if (is_journal_) {
    line = std::string("<") + names.syslog_digit + ">" + name_;
  } else {
    line = to_string(wall_now()) + " " + std::string(names.name) + " " + name_;
  }
  line += ": " + printable(text) + "\n";
  // Nothing can be done about a log that cannot be written.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace evenkeel
