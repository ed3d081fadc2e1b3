// Bytes → Config over an in-memory file system, and back: a line "%% NAME" begins another file, the
// first is the main one. What is understood prints to a text that is understood the same.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "daemon/config/config_diff.h"
#include "daemon/config/config_parser.h"
#include "daemon/config/print.h"
#include "fakes/memory_source.h"
#include "fakes/ungrouped.h"

namespace {

using namespace evenkeel;

const std::string kDirectory = "/etc/";
const std::string kMain = "main.conf";
// Fewer than a daemon takes: many inputs say more than a long one.
constexpr std::size_t kGeneratedLines = 10'000;

void add_files(MemorySource& source, std::string_view text) {
  std::string name = kMain;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    const auto line = text.substr(0, end);
    text.remove_prefix(end);
    if (line.starts_with("%% ")) {
      name = line.substr(3, line.find_last_not_of('\n') - 2);
    } else {
      source.files[kDirectory + name].text += line;
    }
  }
}

Config parse_again(const std::string& text) {
  MemorySource source;
  source.files[kDirectory + kMain].text = text;
  return parse_config(kDirectory + kMain, source, {}).config;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  MemorySource source;
  source.files[kDirectory + kMain].text = "";
  const std::string bytes(data, data + size);
  add_files(source, bytes);
  const auto parsed =
      parse_config(kDirectory + kMain, source, {.most_generated_lines = kGeneratedLines});
  render(parsed.findings, Caret::shown);
  // The main file is there: what makes it unreadable is an exception.
  if (!parsed.readable) std::abort();
  if (exit_code(parsed) != 0 && parsed.findings.empty()) std::abort();
  print(parsed.config, config::Secrets::hidden);
  const auto again = parse_again(print(parsed.config, config::Secrets::shown));
  if (!(again == ungrouped(parsed.config)) || !changes(parsed.config, again).empty()) std::abort();
  return 0;
}
