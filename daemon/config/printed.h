// The configuration as statements again: what print.h writes out and config_diff.h compares. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenkeel/clock.h"
#include "evenkeel/script.h"

namespace evenkeel::config {

struct Printed;
using PrintedBlock = std::vector<Printed>;

struct Printed {
  std::string keyword;                // empty: an entry of a block of lines
  std::string values;                 // quoted as the language wants it; secrets are in the clear
  std::optional<PrintedBlock> block;  // what stands in its braces
  bool operator==(const Printed&) const = default;
};

// A word as the language must see it to read the same text.
std::string word(std::string_view text);
std::string number(std::int64_t value);
std::string on_off(bool value);
std::string seconds_word(Duration time);

void put(PrintedBlock& block, std::string_view keyword, std::string values = {});
void put_time(PrintedBlock& block, std::string_view keyword, Duration time);
// Nothing when the text is empty, or the script none.
void put_text(PrintedBlock& block, std::string_view keyword, std::string_view text);
void put_script(PrintedBlock& block, std::string_view keyword, const Script& script);
// The reference is good until the next statement is put into `block`.
PrintedBlock& open(PrintedBlock& block, std::string_view keyword, std::string values = {});

enum class Secrets : std::uint8_t { hidden, shown };
bool is_secret(const Printed& statement);

// As text, one statement a line.
void render(const PrintedBlock& block, Secrets secrets, std::string& out);

}  // namespace evenkeel::config
