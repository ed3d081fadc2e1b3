// The client: a Unix socket, and Beast's parser for the answer.
#include "daemon/ctl/client.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <array>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cerrno>
#include <cstring>

#include "evenkeel/file_descriptor.h"

namespace evenkeel::ctl {

namespace {

namespace http = boost::beast::http;
using Parser = http::response_parser<http::string_body>;

// The daemon answers at once; a reload of a large configuration takes a second or two.
constexpr timeval kPatience{.tv_sec = 30, .tv_usec = 0};

Result<FileDescriptor> connect_to(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) {
    return failure(ENAMETOOLONG, "connect to " + path + ": the path is too long for a socket");
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  FileDescriptor fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fd.is_open()) return errno_failure("make a socket");
  ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof(kPatience));
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    return errno_failure("connect to " + path);
  }
  return fd;
}

Result<void> send_request(int fd, const Inquiry& inquiry) {
  std::string text = inquiry.method + " " + inquiry.target +
                     " HTTP/1.1\r\nHost: evenkeel\r\nConnection: close\r\n";
  if (inquiry.method != "GET") text += "Content-Length: 0\r\n";
  text += "\r\n";
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto sent = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return errno_failure("send the request");
    rest.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

// Reads until the answer is complete. `pending` holds bytes that the parser has not taken yet.
Result<void> read_answer(int fd, Parser& parser, const Inquiry& inquiry) {
  std::string pending;
  std::array<char, 64U << 10U> buffer;
  while (!parser.is_done()) {
    const auto got = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno_failure("read the answer");
    boost::system::error_code error;
    if (got == 0) {
      parser.put_eof(error);
      if (error || !parser.is_done()) return failure(EPIPE, "the daemon broke off its answer");
      break;
    }
    pending.append(buffer.data(), static_cast<std::size_t>(got));
    while (!pending.empty() && !parser.is_done()) {
      const auto used =
          parser.put(boost::asio::const_buffer(pending.data(), pending.size()), error);
      pending.erase(0, used);
      if (error == http::error::need_more || used == 0) break;
      if (error) return failure(EPROTO, "read the answer: " + error.message());
    }
    if (!inquiry.on_body || !parser.is_header_done()) continue;
    if (parser.get().result_int() < 300) {
      inquiry.on_body(parser.get().body());
      parser.get().body().clear();
    }
  }
  return {};
}

}  // namespace

Result<Reply> ask(const std::string& socket_path, const Inquiry& inquiry) {
  const auto fd = connect_to(socket_path);
  if (!fd) return tl::unexpected<Error>(fd.error());
  if (const auto sent = send_request(fd->get(), inquiry); !sent) {
    return tl::unexpected<Error>(sent.error());
  }
  // Who follows waits for as long as nothing happens.
  if (!inquiry.on_body) {
    ::setsockopt(fd->get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof(kPatience));
  }
  Parser parser;
  parser.eager(true);
  parser.body_limit(boost::none);
  if (const auto read = read_answer(fd->get(), parser, inquiry); !read) {
    return tl::unexpected<Error>(read.error());
  }
  return Reply{.status = parser.get().result_int(), .body = std::move(parser.get().body())};
}

}  // namespace evenkeel::ctl
