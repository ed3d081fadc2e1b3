// Pure.
#include "daemon/config/probe_values.h"

#include <array>

#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

constexpr int kAnyDigit = 16;

// A hexadecimal digit, kAnyDigit for "x", or nothing.
std::optional<int> digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c == 'x' || c == 'X') return kAnyDigit;
  return std::nullopt;
}

struct Pattern {
  std::string bytes;
  std::string mask;
};

// Pairs of digits over all words; nothing when one is something else or alone.
std::optional<Pattern> parse_pattern(std::span<const Word> words) {
  Pattern pattern;
  std::optional<int> high;
  for (const auto& word : words) {
    for (const char c : word.text) {
      const auto digit = digit_of(c);
      if (!digit) return std::nullopt;
      if (!high) {
        high = digit;
        continue;
      }
      const int value = (*high & 0xf) << 4 | (*digit & 0xf);
      const int mask = (*high == kAnyDigit ? 0 : 0xf0) | (*digit == kAnyDigit ? 0 : 0x0f);
      pattern.bytes += static_cast<char>(value);
      pattern.mask += static_cast<char>(mask);
      high.reset();
    }
  }
  if (high) return std::nullopt;
  return pattern;
}

bool compares_all(const Pattern& pattern) {
  return pattern.mask.find_first_not_of('\xff') == std::string::npos;
}

}  // namespace

void store_dns_type(Draft& draft, const Arguments& arguments) {
  struct Name {
    std::string_view name;
    DnsType type;
  };
  static constexpr std::array kNames{Name{"A", DnsType::a},         Name{"NS", DnsType::ns},
                                     Name{"CNAME", DnsType::cname}, Name{"SOA", DnsType::soa},
                                     Name{"MX", DnsType::mx},       Name{"TXT", DnsType::txt},
                                     Name{"AAAA", DnsType::aaaa}};
  for (const auto& known : kNames) {
    if (known.name == in_capitals(arguments.words.front().text)) {
      std::get<DnsProbe>(draft.check.probe).type = known.type;
    }
  }
}

void store_dns_name(Draft& draft, const Arguments& arguments) {
  const auto& word = arguments.words.front();
  const bool has_gap = word.text.find("..") != std::string::npos;
  if (has_gap || (word.text.starts_with('.') && word.text.size() > 1)) {
    return draft.error(word.at, "a label of " + quoted(word.text) + " is empty; it is not used");
  }
  std::get<DnsProbe>(draft.check.probe).name = word.text;
}

// A user of the command's own counts more than the one of 'user'.
void store_misc_path(Draft& draft, const Arguments& arguments) {
  auto& script = std::get<ScriptProbe>(draft.check.probe).script;
  const auto before = std::move(script);
  script = arguments.script;
  if (!script.user.empty()) return;
  script.user = before.user;
  script.group = before.group;
}

void store_misc_user(Draft& draft, const Arguments& arguments) {
  const auto& name = arguments.words.front();
  if (!draft.reader.has_user(name.text)) {
    return draft.error(name.at, "there is no user " + quoted(name.text) + "; 'script_user' counts");
  }
  auto& script = std::get<ScriptProbe>(draft.check.probe).script;
  script.user = name.text;
  script.group = arguments.words.size() == 2 ? arguments.words[1].text : "";
}

void store_payload(Draft& draft, const Arguments& arguments) {
  const auto pattern = parse_pattern(arguments.words);
  if (!pattern || !compares_all(*pattern)) {
    return draft.error(arguments.words.front().at,
                       "'payload' takes bytes as pairs of hexadecimal digits, not " +
                           quoted(arguments.words.front().text));
  }
  std::get<UdpProbe>(draft.check.probe).payload = pattern->bytes;
}

void store_reply(Draft& draft, const Arguments& arguments) {
  auto& probe = std::get<UdpProbe>(draft.check.probe);
  probe.needs_reply = true;
  auto pattern = parse_pattern(arguments.words);
  if (!pattern) {
    return draft.error(
        arguments.words.front().at,
        "'require_reply' takes bytes as pairs of hexadecimal digits, x for any digit, not " +
            quoted(arguments.words.front().text));
  }
  probe.reply = std::move(pattern->bytes);
  probe.mask = std::move(pattern->mask);
}

void store_file_weight(Draft& draft, const Arguments& arguments) {
  constexpr std::int64_t kMost = 2147483647;
  auto& probe = std::get<FileProbe>(draft.check.probe);
  const auto& words = arguments.words;
  const auto weight = parse_integer(words.front().text);
  const bool is_good = words.size() == 1 || is_one_of(words[1].text, "reverse|noreverse");
  if (!weight || *weight < -kMost || *weight > kMost || !is_good) {
    return draft.error(words.front().at,
                       "'weight' takes a number from -2147483647 to 2147483647 "
                       "[reverse|noreverse]");
  }
  probe.weight = static_cast<std::int32_t>(*weight);
  probe.is_reversed = words.size() == 2 && words[1].text == "reverse";
}

}  // namespace evenkeel::config
