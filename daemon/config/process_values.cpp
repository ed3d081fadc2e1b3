// Pure.
#include "daemon/config/process_values.h"

#include <array>
#include <charconv>

#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

std::optional<std::uint32_t> parse_octal(std::string_view text) {
  std::uint32_t value = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value, 8);
  if (parsed.ec != std::errc{} || parsed.ptr != end || value > 0777) return std::nullopt;
  return value;
}

// "IRUSR|IWGRP": the names of <sys/stat.h> without their S_.
std::optional<std::uint32_t> parse_bits(std::string_view text) {
  struct Bit {
    std::string_view name;
    std::uint32_t value;
  };
  static constexpr std::array kBits{Bit{"IRUSR", 0400}, Bit{"IWUSR", 0200}, Bit{"IXUSR", 0100},
                                    Bit{"IRWXU", 0700}, Bit{"IRGRP", 0040}, Bit{"IWGRP", 0020},
                                    Bit{"IXGRP", 0010}, Bit{"IRWXG", 0070}, Bit{"IROTH", 0004},
                                    Bit{"IWOTH", 0002}, Bit{"IXOTH", 0001}, Bit{"IRWXO", 0007}};
  std::uint32_t bits = 0;
  while (true) {
    const auto bar = text.find('|');
    const auto name = text.substr(0, bar);
    bool is_known = false;
    for (const auto& bit : kBits) {
      if (bit.name != name) continue;
      bits |= bit.value;
      is_known = true;
    }
    if (!is_known) return std::nullopt;
    if (bar == std::string_view::npos) return bits;
    text.remove_prefix(bar + 1);
  }
}

}  // namespace

std::string read_title(Draft& draft, const Arguments& arguments) {
  constexpr std::size_t kLongest = 15;
  const auto& word = arguments.words.front();
  if (word.text.size() <= kLongest) return word.text;
  draft.error(word.at,
              quoted(arguments.keyword) + " takes at most 15 characters, not " + quoted(word.text));
  return {};
}

void store_main_title(Draft& draft, const Arguments& arguments) {
  draft.global.daemon.processes.title = read_title(draft, arguments);
}

std::vector<std::uint16_t> read_cpus(Draft& draft, const Arguments& arguments) {
  constexpr std::int64_t kLast = 1023;  // of a cpu_set_t
  std::vector<std::uint16_t> cpus;
  for (const auto& word : arguments.words) {
    const auto cpu = parse_integer(word.text);
    if (!cpu || *cpu < 0 || *cpu > kLast) {
      draft.error(word.at, quoted(arguments.keyword) + " takes numbers from 0 to 1023, not " +
                               quoted(word.text));
      continue;
    }
    cpus.push_back(static_cast<std::uint16_t>(*cpu));
  }
  return cpus;
}

void store_umask(Draft& draft, const Arguments& arguments) {
  const auto& word = arguments.words.front();
  auto bits = parse_octal(word.text);
  if (!bits) bits = parse_bits(word.text);
  if (!bits) {
    return draft.error(word.at,
                       "'umask' takes an octal number to 777, or names such as "
                       "IWGRP|IWOTH, not " +
                           quoted(word.text));
  }
  draft.global.daemon.processes.umask = *bits;
}

void store_receive_policy(Draft& draft, const Arguments& arguments) {
  const auto& word = arguments.words.front();
  const auto bytes = parse_integer(word.text);
  if (!is_one_of(word.text, "MTU|ADVERT") && (!bytes || *bytes < 1 || *bytes > 0xffffffff)) {
    return draft.error(word.at,
                       "'vrrp_rx_bufs_policy' takes MTU, ADVERT or a number of bytes "
                       "from 1 to 4294967295, not " +
                           quoted(word.text));
  }
  draft.global.daemon.processes.receive_policy = word.text;
}

// The line reader has acted on it before the next line was read.
void check_include_options(Draft& draft, const Arguments& arguments) {
  for (const auto& word : arguments.words) {
    const std::string_view text = word.text;
    const auto name = text.substr(text.starts_with('+') || text.starts_with('-') ? 1 : 0);
    if (is_one_of(name, "readable|match|wildcard_match|brace_match")) continue;
    draft.error(
        word.at,
        "'include_check' takes readable, match, wildcard_match and brace_match, each perhaps "
        "after + or -, not " +
            quoted(text));
  }
}

}  // namespace evenkeel::config
