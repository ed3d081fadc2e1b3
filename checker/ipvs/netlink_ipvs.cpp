// One generic netlink socket: batches of commands out, refusals and dumps in.
#include "checker/ipvs/netlink_ipvs.h"

#include <linux/genetlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "checker/ipvs/limits.h"
#include "checker/ipvs/wire.h"

namespace evenkeel::ipvs {

namespace {

tl::unexpected<Error> netlink_failure(int code, const char* attempted) {
  return failure(code, std::string(attempted) + ": " + std::strerror(code));
}

tl::unexpected<Error> no_ipvs() {
  return failure(ENODEV, "no IPVS in the kernel: the module ip_vs is not loaded");
}

// The errno that an error or end-of-dump message carries; 0 is an acknowledgement.
int code_in(const nlmsghdr& header) {
  if (header.nlmsg_len < NLMSG_LENGTH(sizeof(int))) return 0;
  int code = 0;
  std::memcpy(&code, nlmsg_data(&header), sizeof(code));
  return code < 0 ? -code : code;
}

void enlarge_receive_buffer(int fd) {
  // Refusals of a whole batch must fit; the plain option is capped by rmem_max.
  const int size = kReceiveBufferSize;
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0) {
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
  }
  const int on = 1;  // errors without a copy of the request
  setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
}

}  // namespace

Result<void> NetlinkIpvs::open() {
  netlink::Socket fresh(nl_socket_alloc());
  if (!fresh) return netlink_failure(ENOMEM, "open a netlink socket");
  if (const int code = genl_connect(fresh.get()); code < 0) {
    return failure(0, std::string("connect to generic netlink: ") + nl_geterror(code));
  }
  // The question itself makes the kernel load the module, where that is allowed.
  const int family = genl_ctrl_resolve(fresh.get(), "IPVS");
  if (family == -NLE_OBJ_NOTFOUND) return no_ipvs();
  if (family < 0) return failure(0, std::string("look for IPVS: ") + nl_geterror(family));
  enlarge_receive_buffer(nl_socket_get_fd(fresh.get()));
  socket_ = std::move(fresh);
  family_ = family;
  buffer_.resize(kReceivePieceSize);
  return {};
}

Result<std::vector<ServiceReading>> NetlinkIpvs::services() {
  std::vector<ServiceReading> read;
  const auto done = dump(encode_service_dump(family_), [&read](const nlmsghdr& header) {
    if (auto service = decode_service(header)) read.push_back(std::move(*service));
  });
  if (!done) return tl::unexpected(done.error());
  return read;
}

Result<std::vector<DestinationReading>> NetlinkIpvs::destinations(const ServiceKey& service) {
  std::vector<DestinationReading> read;
  const Family family = service.endpoint.address.family;
  const auto done =
      dump(encode_destination_dump(service, family_), [&read, family](const nlmsghdr& header) {
        if (auto destination = decode_destination(header, family)) read.push_back(*destination);
      });
  if (!done) return tl::unexpected(done.error());
  const auto endpoint = [](const DestinationReading& it) { return it.destination.endpoint; };
  std::sort(read.begin(), read.end(),
            [&](const auto& a, const auto& b) { return endpoint(a) < endpoint(b); });
  // A table that is edited during the dump may show one twice.
  read.erase(std::unique(read.begin(), read.end(),
                         [&](const auto& a, const auto& b) { return endpoint(a) == endpoint(b); }),
             read.end());
  return read;
}

Result<std::vector<Refusal>> NetlinkIpvs::apply(std::span<const Command> commands) {
  std::vector<Refusal> refusals;
  for (std::size_t first = 0; first < commands.size(); first += kBatchCommands) {
    const auto batch = commands.subspan(first, std::min(kBatchCommands, commands.size() - first));
    if (auto done = apply_batch(batch, first, refusals); !done) return tl::unexpected(done.error());
  }
  return refusals;
}

// Only the last command asks for an acknowledgement: errors come anyway, and in order.
Result<void> NetlinkIpvs::apply_batch(std::span<const Command> commands, std::size_t first,
                                      std::vector<Refusal>& refusals) {
  if (!socket_) return no_ipvs();
  std::string bytes;
  const std::uint32_t first_sequence = sequence_ + 1;
  for (const Command& command : commands) {
    const auto message = encode_command(command, family_);
    if (!message) return netlink_failure(ENOMEM, "encode an IPVS command");
    append(bytes, *message, &command == &commands.back() ? NLM_F_ACK : 0);
  }
  const std::uint32_t last_sequence = sequence_;
  if (auto sent = send(bytes); !sent) return sent;
  return receive(first_sequence, last_sequence, [&](const nlmsghdr& header) {
    if (header.nlmsg_type != NLMSG_ERROR) return Next::more;
    if (const int code = code_in(header); code != 0) {
      refusals.push_back({first + (header.nlmsg_seq - first_sequence), code});
    }
    return header.nlmsg_seq == last_sequence ? Next::done : Next::more;
  });
}

Result<void> NetlinkIpvs::dump(netlink::NetlinkMessage request,
                               const std::function<void(const nlmsghdr&)>& on_object) {
  if (!socket_) return no_ipvs();
  if (!request) return netlink_failure(ENOMEM, "encode an IPVS dump");
  std::string bytes;
  append(bytes, *request, 0);
  if (auto sent = send(bytes); !sent) return sent;
  int code = 0;
  auto received = receive(sequence_, sequence_, [&](const nlmsghdr& header) {
    if (header.nlmsg_type == NLMSG_ERROR || header.nlmsg_type == NLMSG_DONE) {
      code = code_in(header);
      return Next::done;
    }
    on_object(header);
    return Next::more;
  });
  if (!received) return received;
  // The number of a family that is gone answers ENOENT; a missing service dumps nothing.
  if (code == ENOENT || code == EOPNOTSUPP) {
    socket_.reset();
    return no_ipvs();
  }
  if (code != 0) return netlink_failure(code, "read the IPVS table");
  return {};
}

void NetlinkIpvs::append(std::string& bytes, nl_msg& message, int flags) {
  nlmsghdr* header = nlmsg_hdr(&message);
  header->nlmsg_flags = static_cast<std::uint16_t>(header->nlmsg_flags | flags);
  header->nlmsg_seq = ++sequence_;
  header->nlmsg_pid = 0;  // the kernel knows the sender
  const auto* raw = static_cast<const char*>(static_cast<const void*>(header));
  bytes.append(raw, header->nlmsg_len);
  bytes.resize(bytes.size() + NLMSG_ALIGN(header->nlmsg_len) - header->nlmsg_len);
}

Result<void> NetlinkIpvs::send(const std::string& bytes) {
  const sockaddr_nl kernel{.nl_family = AF_NETLINK, .nl_pad = 0, .nl_pid = 0, .nl_groups = 0};
  const auto* to = static_cast<const sockaddr*>(static_cast<const void*>(&kernel));
  for (;;) {
    const ssize_t sent =
        sendto(nl_socket_get_fd(socket_.get()), bytes.data(), bytes.size(), 0, to, sizeof(kernel));
    if (sent >= 0) return {};
    const int code = errno;
    if (code == EINTR) continue;
    socket_.reset();
    return netlink_failure(code, "send to the kernel's IPVS");
  }
}

Result<void> NetlinkIpvs::receive(std::uint32_t first_sequence, std::uint32_t last_sequence,
                                  const std::function<Next(const nlmsghdr&)>& on_message) {
  const int fd = nl_socket_get_fd(socket_.get());
  for (;;) {
    const ssize_t size = recv(fd, buffer_.data(), buffer_.size(), MSG_DONTWAIT | MSG_TRUNC);
    const int code = size < 0 ? errno : 0;
    if (code == EINTR) continue;
    pollfd waiting{.fd = fd, .events = POLLIN, .revents = 0};
    if (code == EAGAIN && poll(&waiting, 1, kAnswerTimeoutMilliseconds) > 0) continue;
    if (size < 0 || static_cast<std::size_t>(size) > buffer_.size()) {
      // What else was answered is lost: the next open() starts a fresh conversation.
      socket_.reset();
      return netlink_failure(size < 0 ? code : EMSGSIZE, "hear from the kernel's IPVS");
    }
    int left = static_cast<int>(size);
    const auto* header = static_cast<const nlmsghdr*>(static_cast<const void*>(buffer_.data()));
    for (; nlmsg_ok(header, left) != 0; header = nlmsg_next(const_cast<nlmsghdr*>(header), &left)) {
      const bool is_ours = header->nlmsg_seq - first_sequence <= last_sequence - first_sequence;
      if (is_ours && on_message(*header) == Next::done) return {};
    }
  }
}

}  // namespace evenkeel::ipvs
