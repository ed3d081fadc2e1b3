// The text of HTTP answers as pure functions: heads, chunk framing, error bodies. Used by the HTTP
// server's connections.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "evenkeel/http_server.h"

namespace evenkeel::http {

enum class Persistence : std::uint8_t { keep_alive, close };
enum class Framing : std::uint8_t {
  length,       // Content-Length
  chunked,      // HTTP/1.1, length unknown
  until_close,  // HTTP/1.0, length unknown
};

std::string_view status_text(unsigned status);
std::string head(const HttpResponse& response, Framing framing, Persistence persistence);
std::string chunk(std::string_view piece);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

// The answer to a client that is turned away before a handler sees it.
HttpResponse rejection_response(HttpRejection rejection);

}  // namespace evenkeel::http
