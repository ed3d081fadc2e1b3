// Transactions of nf_tables.
#include "vrrp/net/filter_table.h"

#include <linux/netlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace evenkeel::vrrp {

namespace {

// The kernel takes a transaction as one datagram, which has to fit the socket's buffer. 10,000
// services make half a megabyte.
constexpr int kSendBuffer = 4 << 20;

// The first error that the answers hold; EIO when there is no answer to the last message.
int first_error(int fd, std::uint32_t last) {
  alignas(nlmsghdr) std::array<char, 16384> buffer{};
  int first = 0;
  bool is_answered = false;
  while (true) {
    const auto got = ::recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got <= 0) break;
    int rest = static_cast<int>(got);
    auto* header = static_cast<nlmsghdr*>(static_cast<void*>(buffer.data()));
    for (; nlmsg_ok(header, rest) != 0; header = nlmsg_next(header, &rest)) {
      if (header->nlmsg_type != NLMSG_ERROR) continue;
      nlmsgerr answer{};
      std::memcpy(&answer, nlmsg_data(header), sizeof(answer.error));
      if (first == 0) first = -answer.error;
      is_answered = is_answered || header->nlmsg_seq == last;
    }
  }
  return first != 0 || is_answered ? first : EIO;
}

}  // namespace

bool lacks_nftables(const Error& error) {
  constexpr std::array kLacking{EOPNOTSUPP, ENOENT, EAFNOSUPPORT, EPROTONOSUPPORT, EINVAL};
  return std::find(kLacking.begin(), kLacking.end(), error.code) != kLacking.end();
}

Result<void> NetlinkFilterTable::open() {
  netlink::Socket socket(nl_socket_alloc());
  if (const int error = nl_connect(socket.get(), NETLINK_NETFILTER); error < 0) {
    return failure(errno, std::string("open a netfilter socket: ") + nl_geterror(error));
  }
  const int fd = nl_socket_get_fd(socket.get());
  const int on = 1;
  ::setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
  ::setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &kSendBuffer, sizeof(kSendBuffer));
  socket_ = std::move(socket);
  return {};
}

Result<void> NetlinkFilterTable::run(const NetlinkBatch& batch) {
  if (socket_ == nullptr) {
    if (auto opened = open(); !opened) return opened;
  }
  std::string bytes;
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    nlmsghdr* header = nlmsg_hdr(batch[i].get());
    header->nlmsg_seq = sequence_++;
    // Failures answer unasked. The batch's own end answers nothing.
    if (i + 2 == batch.size()) {
      header->nlmsg_flags |= NLM_F_ACK;
      last = header->nlmsg_seq;
    }
    bytes.append(static_cast<const char*>(static_cast<const void*>(header)), header->nlmsg_len);
    bytes.resize(NLMSG_ALIGN(bytes.size()));
  }
  const int fd = nl_socket_get_fd(socket_.get());
  const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_DONTWAIT);
  const int error = sent < 0 ? errno : first_error(fd, last);
  if (error == 0) return {};
  return failure(error, std::string("nftables: ") + std::strerror(error));
}

Result<void> NetlinkFilterTable::replace(const FirewallSettings& settings, const FilterKeys& keys) {
  if (!name_.empty() && name_ != table_name(settings)) remove();
  auto done = run(encode_table(settings, keys));
  if (done) name_ = table_name(settings);
  return done;
}

Result<void> NetlinkFilterTable::change(const FilterKeys& added, const FilterKeys& removed) {
  return run(encode_change(name_, added, removed));
}

void NetlinkFilterTable::remove() {
  if (name_.empty()) return;
  static_cast<void>(run(encode_removal(name_)));
  name_.clear();
}

}  // namespace evenkeel::vrrp
