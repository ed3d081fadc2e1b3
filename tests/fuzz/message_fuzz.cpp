// Bytes on a channel between two processes → Message: any bytes give a message or nothing.
#include <cstddef>
#include <cstdint>
#include <span>

#include "evenkeel/codec.h"
#include "evenkeel/messages.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto message = evenkeel::decode_message(std::as_bytes(std::span(data, size)));
  // What was understood must survive the way back.
  if (message) evenkeel::encode(*message);
  return 0;
}
