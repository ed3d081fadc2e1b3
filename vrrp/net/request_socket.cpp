// Batches of requests and their acknowledgements.
#include "vrrp/net/request_socket.h"

#include <linux/netlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

namespace evenkeel::vrrp {

namespace {

// The answers of a batch must fit the socket's receive buffer.
constexpr std::size_t kBatch = 64;

void append(std::string& batch, const nlmsghdr* message) {
  batch.append(static_cast<const char*>(static_cast<const void*>(message)), message->nlmsg_len);
  batch.resize(NLMSG_ALIGN(batch.size()));
}

}  // namespace

Result<RequestSocket> RequestSocket::open() {
  netlink::Socket socket(nl_socket_alloc());
  if (const int error = nl_connect(socket.get(), NETLINK_ROUTE); error < 0) {
    return failure(errno, std::string("open a route netlink socket: ") + nl_geterror(error));
  }
  const int on = 1;
  ::setsockopt(nl_socket_get_fd(socket.get()), SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
  return RequestSocket(std::move(socket));
}

std::uint32_t RequestSocket::port() const { return nl_socket_get_local_port(socket_.get()); }

std::vector<int> RequestSocket::run(std::span<const netlink::NetlinkMessage> messages) {
  std::vector<int> results(messages.size());
  for (std::size_t first = 0; first < messages.size(); first += kBatch) {
    const std::size_t count = std::min(kBatch, messages.size() - first);
    run_batch(messages.subspan(first, count), std::span(results).subspan(first, count));
  }
  return results;
}

void RequestSocket::run_batch(std::span<const netlink::NetlinkMessage> messages,
                              std::span<int> results) {
  std::string batch;
  const std::uint32_t first_sequence = sequence_;
  for (const auto& message : messages) {
    nlmsghdr* header = nlmsg_hdr(message.get());
    header->nlmsg_seq = sequence_++;
    if (&message == &messages.back()) header->nlmsg_flags |= NLM_F_ACK;
    append(batch, header);
  }
  const auto sent =
      ::send(nl_socket_get_fd(socket_.get()), batch.data(), batch.size(), MSG_DONTWAIT);
  if (sent < 0) {
    std::fill(results.begin(), results.end(), errno);
    return;
  }
  read_answers(first_sequence, results);
}

// The kernel works in order: when the last has its answer, who has none is done. Without that
// answer, nobody knows.
void RequestSocket::read_answers(std::uint32_t first_sequence, std::span<int> results) {
  alignas(nlmsghdr) std::array<char, 16384> buffer{};
  for (bool is_complete = false; !is_complete;) {
    const auto got =
        ::recv(nl_socket_get_fd(socket_.get()), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got <= 0) return std::fill(results.begin(), results.end(), EIO);
    int rest = static_cast<int>(got);
    auto* header = static_cast<nlmsghdr*>(static_cast<void*>(buffer.data()));
    for (; nlmsg_ok(header, rest) != 0; header = nlmsg_next(header, &rest)) {
      const std::uint32_t place = header->nlmsg_seq - first_sequence;
      if (header->nlmsg_type != NLMSG_ERROR || place >= results.size()) continue;
      nlmsgerr error{};
      std::memcpy(&error, nlmsg_data(header), sizeof(error.error));
      results[place] = -error.error;
      is_complete = is_complete || place == results.size() - 1;
    }
  }
}

}  // namespace evenkeel::vrrp
