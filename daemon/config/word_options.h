// Reads "name value name value …" off a line of words, and the numbers that routing uses. Used by
// the lines of addresses, routes and rules. Pure but for the names that it asks the SourceReader.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "daemon/config/draft.h"

namespace evenkeel::config {

// What an option that the kernel keeps in 8 or 32 bits may say.
inline constexpr std::uint8_t kMaxByte = 0xff;
inline constexpr std::uint32_t kMaxNumber = 0xffffffff;

class WordOptions {
 public:
  WordOptions(Draft& draft, std::span<const Word> words) : draft_(draft), words_(words) {}

  bool is_at_end() const { return words_.empty(); }
  const Word& peek() const { return words_.front(); }
  const Word& take();
  // Takes the next word when it is one of "A|B".
  bool take_if(std::string_view alternatives);
  // The word after `option`; nothing, and an error, at the line's end.
  const Word* value(const Word& option);

  // The value after `option`, checked; an error says what is wanted.
  std::optional<std::uint64_t> number(const Word& option, std::uint64_t least, std::uint64_t most);
  std::optional<IpAddress> address(const Word& option);
  std::optional<Prefix> prefix(const Word& option);
  std::string interface(const Word& option);  // empty after an error
  // A number, or a name of /etc/iproute2/FILE ("rt_tables").
  std::optional<std::uint32_t> named(const Word& option, std::string_view file, std::uint32_t most);
  // "REALM" or "FROM/TO".
  std::optional<std::uint32_t> realms(const Word& option);

  void bad(const Word& option, const Word& value, const std::string& wanted);
  void error(const Word& at, std::string text, std::string suggestion = {});
  bool failed() const { return failed_; }

 private:
  Draft& draft_;
  std::span<const Word> words_;
  bool failed_ = false;
};

// "A-B" or "A".
std::optional<std::pair<std::uint64_t, std::uint64_t>> parse_number_range(std::string_view text,
                                                                          std::uint64_t least,
                                                                          std::uint64_t most);
// The number of a name in iproute2's files or known to everyone.
std::optional<std::uint32_t> routing_number(Draft& draft, std::string_view file,
                                            std::string_view name);

}  // namespace evenkeel::config
