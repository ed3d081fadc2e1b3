// Bytes of a client → HTTP requests, in two pieces so that every boundary is met.
#include <cstddef>
#include <cstdint>
#include <string>

#include "daemon/core/http_parser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evenkeel;
  std::string bytes(data, data + size);
  const std::size_t cut = size == 0 ? 0 : data[0] % size;
  http::RequestParser parser(HttpLimits{});
  std::string input = bytes.substr(0, cut);
  for (const auto& rest : {bytes.substr(cut), std::string()}) {
    for (auto progress = parser.feed(input); progress == http::Progress::complete;
         progress = parser.feed(input)) {
      if (const auto request = parser.take_request()) percent_encode(request->target.path);
      parser.reset();
      if (input.empty()) break;
    }
    input += rest;
  }
  return 0;
}
