// Lines of /proc/net/ip_vs and of our own record → values.
#include <cstddef>
#include <cstdint>
#include <string>

#include "checker/ipvs/proc_table.h"
#include "checker/ipvs/record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  evenkeel::ipvs::parse_proc_line(text);
  evenkeel::ipvs::parse_record(text);
  return 0;
}
