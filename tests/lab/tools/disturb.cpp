// A kernel whose links change whenever somebody reads them all: preloaded (LD_PRELOAD), this
// library marks every reading of links as interrupted (NLM_F_DUMP_INTR) while the first byte of the
// file that LAB_DISTURBED names is not zero. No guest changes links in step with a reader.
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace {

// Mapped once, before the process gives up its rights; null where there is no such file.
const volatile char* map_switch() {
  const char* path = std::getenv("LAB_DISTURBED");
  const int fd = path == nullptr ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return nullptr;
  void* page = mmap(nullptr, 1, PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  return page == MAP_FAILED ? nullptr : static_cast<const volatile char*>(page);
}

void disturb(void* bytes, unsigned length) {
  for (auto* message = static_cast<nlmsghdr*>(bytes); NLMSG_OK(message, length);
       message = NLMSG_NEXT(message, length)) {
    const bool is_read = (message->nlmsg_flags & NLM_F_MULTI) != 0;
    if (is_read && message->nlmsg_type == RTM_NEWLINK) message->nlmsg_flags |= NLM_F_DUMP_INTR;
  }
}

bool is_netlink(const msghdr& header) {
  return header.msg_name != nullptr && header.msg_namelen == sizeof(sockaddr_nl) &&
         static_cast<const sockaddr_nl*>(header.msg_name)->nl_family == AF_NETLINK;
}

using Receive = ssize_t (*)(int, msghdr*, int);

}  // namespace

extern "C" __attribute__((visibility("default"))) ssize_t recvmsg(int fd, msghdr* header,
                                                                  int flags) {
  static const auto real = reinterpret_cast<Receive>(dlsym(RTLD_NEXT, "recvmsg"));
  static const auto* is_on = map_switch();
  const ssize_t length = real(fd, header, flags);
  const bool is_ours = length > 0 && is_on != nullptr && *is_on != 0 && is_netlink(*header);
  const bool is_whole =
      is_ours && header->msg_iovlen == 1 && static_cast<size_t>(length) <= header->msg_iov->iov_len;
  if (is_whole) disturb(header->msg_iov->iov_base, static_cast<unsigned>(length));
  return length;
}
