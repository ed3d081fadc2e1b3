// Pure.
#include "daemon/config/http_values.h"

#include "daemon/config/values.h"

namespace evenkeel::config {

void store_path(Draft& draft, const Arguments& arguments) {
  const auto& word = arguments.words.front();
  for (const char c : word.text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20U || byte == 0x7fU) {
      return draft.error(word.at, "a blank or control character in 'path'",
                         "write %20 for a blank");
    }
  }
  draft.url.path = word.text.starts_with('/') ? word.text : "/" + word.text;
}

void store_digest(Draft& draft, const Arguments& arguments) {
  constexpr std::size_t kMd5Letters = 32;
  const auto& word = arguments.words.front();
  std::string digest;
  for (const char c : word.text) {
    const bool is_upper = c >= 'A' && c <= 'F';
    const bool is_hexadecimal = is_upper || (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9');
    if (is_hexadecimal) digest += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (digest.size() != kMd5Letters || word.text.size() != kMd5Letters) {
    return draft.error(word.at,
                       "'digest' takes an MD5 of 32 hexadecimal digits, not " + quoted(word.text));
  }
  draft.url.digest = digest;
}

void store_status(Draft& draft, const Arguments& arguments) {
  for (const auto& word : arguments.words) {
    const std::string_view text = word.text;
    const auto dash = text.find('-');
    const auto first = parse_integer(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : parse_integer(text.substr(dash + 1));
    if (!first || !last || *first < 100 || *last > 599 || *first > *last) {
      draft.error(word.at,
                  "'status_code' takes codes or ranges from 100 to 599, not " + quoted(text));
      continue;
    }
    draft.url.status.push_back(
        {static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last)});
  }
}

void store_pattern_options(Draft& draft, const Arguments& arguments) {
  for (const auto& word : arguments.words) {
    if (!is_one_of(word.text, kPatternOptions)) {
      draft.error(word.at, "not an option of 'regex': " + quoted(word.text),
                  "known are " + std::string(kPatternOptions));
      continue;
    }
    draft.check.pattern.options.push_back(word.text);
  }
}

void store_pattern_stack(Draft& draft, const Arguments& arguments) {
  constexpr std::int64_t kMost = 0xffffffff;
  const auto start = parse_integer(arguments.words[0].text);
  const auto most = parse_integer(arguments.words[1].text);
  if (!start || !most || *start < 1 || *most > kMost || *start > *most) {
    return draft.error(arguments.words.front().at,
                       "'regex_stack' takes two sizes in bytes, START no more than MAX");
  }
  draft.check.pattern.stack_start = static_cast<std::uint32_t>(*start);
  draft.check.pattern.stack_most = static_cast<std::uint32_t>(*most);
}

}  // namespace evenkeel::config
