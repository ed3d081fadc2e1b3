// How functions report likely failures: a value or an Error, never an exception, never a log line.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace evenkeel {

// `code` is an errno value (0 when there is none); `what` says what was attempted on what and why
// it failed: "add 192.0.2.10/24 to eth0: Operation not permitted".
struct Error {
  int code = 0;
  std::string what;
  bool operator==(const Error&) const = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(int code, std::string what) {
  return tl::unexpected<Error>(Error{code, std::move(what)});
}

// Reads errno's meaning now: call on the line after the system call.
tl::unexpected<Error> errno_failure(const std::string& attempted);

}  // namespace evenkeel
