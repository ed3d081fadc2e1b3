// Log lines to standard error: "<6>vrrp: text" for the journal, "2026-…Z info vrrp: text" on a
// terminal or file. Shells decide and log; pure code never does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "evenkeel/messages.h"

namespace evenkeel {

enum class LogLevel : std::uint8_t { error, warning, notice, info, debug };
std::optional<LogLevel> parse_log_level(std::string_view text);
std::string_view to_string(LogLevel level);
// The level at which an event of this severity is logged.
LogLevel log_level(Severity severity);

class Log {
 public:
  Log(std::string name, LogLevel level);
  void error(std::string_view text) const { write(LogLevel::error, text); }
  void warning(std::string_view text) const { write(LogLevel::warning, text); }
  void notice(std::string_view text) const { write(LogLevel::notice, text); }
  void info(std::string_view text) const { write(LogLevel::info, text); }
  void debug(std::string_view text) const { write(LogLevel::debug, text); }
  void write(LogLevel level, std::string_view text) const;
  LogLevel level() const { return level_; }

 private:
  std::string name_;
  LogLevel level_;
  bool is_journal_;
};

}  // namespace evenkeel
