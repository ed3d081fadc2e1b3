// Bytes → Config, with includes from memory: the input is the main file and the one it may include.
#include <cstddef>
#include <cstdint>
#include <string>

#include "daemon/config/config_parser.h"
#include "fakes/memory_source.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evenkeel;
  MemorySource source;
  const std::string text(data, data + size);
  source.files["/etc/main.conf"] = {.text = text};
  source.files["/etc/other.conf"] = {.text = text};
  const auto parsed = parse_config("/etc/main.conf", source, {});
  for (const auto& finding : parsed.findings) to_string(finding);
  return 0;
}
