// A line is written like the request that the hand-over was asked with.
#include "daemon/supervisor/resign_record.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>

#include "evenkeel/http_server.h"
#include "evenkeel/replace_file.h"

namespace evenkeel {

namespace {

constexpr std::string_view kHeading = "# Who is resigned; keelctl return ends it\n";

std::string format_line(const Resign& asked) {
  return "/" + percent_encode(asked.instance) +
         "?until=" + std::to_string(asked.until.time_since_epoch().count()) +
         "&status=" + std::string(to_string(asked.status)) + "&why=" + percent_encode(asked.why) +
         "\n";
}

std::optional<WallTime> parse_time(std::string_view text) {
  WallTime::rep count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return WallTime(WallTime::duration(count));
}

std::optional<Resign> parse_line(std::string_view line) {
  const auto target = parse_http_target(line);
  if (!target || target->path.size() < 2) return std::nullopt;
  Resign asked{.instance = target->path.substr(1)};
  bool has_time = false;
  for (const auto& [name, value] : target->query) {
    if (name == "why") asked.why = value;
    if (name == "status" && value == to_string(ResignStatus::resigned)) {
      asked.status = ResignStatus::resigned;
    }
    if (name != "until") continue;
    const auto until = parse_time(value);
    has_time = until.has_value();
    asked.until = until.value_or(WallTime{});
  }
  return has_time ? std::optional(asked) : std::nullopt;
}

}  // namespace

std::string format_resigns(const Resigns& resigns) {
  std::string text(kHeading);
  for (const auto& [name, asked] : resigns) text += format_line(asked);
  return text;
}

Resigns parse_resigns(std::string_view text) {
  Resigns resigns;
  // A last line without its end may have lost characters.
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    if (auto asked = parse_line(text.substr(0, end))) {
      resigns.insert_or_assign(asked->instance, *asked);
    }
    text.remove_prefix(end + 1);
  }
  return resigns;
}

void drop_ended(Resigns& resigns, WallTime now) {
  std::erase_if(resigns, [now](const auto& entry) {
    return entry.second.until != WallTime{} && entry.second.until <= now;
  });
}

Resigns ResignRecord::load() {
  std::ifstream file(path_, std::ios::binary);
  held_.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  return parse_resigns(held_);
}

Result<void> ResignRecord::store(const Resigns& resigns) {
  const std::string text = resigns.empty() ? "" : format_resigns(resigns);
  if (text == held_) return {};
  if (text.empty()) {
    if (std::remove(path_.c_str()) != 0) return errno_failure("remove " + path_);
    held_.clear();
    return {};
  }
  auto replaced = replace_file(path_, text);
  if (replaced) held_ = text;
  return replaced;
}

}  // namespace evenkeel
