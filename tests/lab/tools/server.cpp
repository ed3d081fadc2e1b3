// A real server: answers its name to any line, over TCP and UDP, and to HTTP requests. It binds
// the wildcard address, so one process serves as many addresses as its namespace calls local.
// With --root DIR a request for PATH of HOST is answered from DIR/HOST/PATH or DIR/PATH where
// that file exists, with the status written in the file of the same name ending in .status.

#include "tool.h"

#include <fstream>
#include <sstream>

namespace {

constexpr std::size_t kRequestLimit = 16384;

enum class Kind { stop, listener, datagrams, connection };

struct Settings {
  std::string name = "server";
  std::string root;
  std::vector<std::uint16_t> tcp;
  std::vector<std::uint16_t> udp;
};

struct Peer {
  Kind kind;
  lab::Fd fd;
  std::string request;
};

lab::Fd bound_socket(int type, std::uint16_t port) {
  lab::Fd fd = lab::checked(socket(AF_INET6, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket");
  const int off = 0;
  const int on = 1;
  setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const auto any = lab::socket_address("::", port);
  if (bind(fd.get(), any.get(), any.size) != 0) {
    lab::die_errno("bind port " + std::to_string(port));
  }
  if (type == SOCK_STREAM && listen(fd.get(), 4096) != 0) lab::die_errno("listen");
  // An answer must leave from the address that was asked.
  if (type == SOCK_DGRAM) setsockopt(fd.get(), IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on);
  return fd;
}

bool read_file(const std::string& path, std::string& text) {
  std::ifstream file(path);
  if (!file) return false;
  std::ostringstream bytes;
  bytes << file.rdbuf();
  text = bytes.str();
  return true;
}

std::string header_value(const std::string& request, const std::string& name) {
  const auto at = request.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const auto start = at + name.size() + 4;
  return request.substr(start, request.find("\r\n", start) - start);
}

std::string http_answer(const Settings& settings, const std::string& request) {
  const auto path_start = request.find(' ') + 1;
  const std::string path =
      request.substr(path_start, request.find_first_of(" \r", path_start) - path_start);
  std::string body = settings.name + "\n";
  std::string status = "200";
  if (!settings.root.empty() && path.find("..") == std::string::npos) {
    const std::string common = settings.root + path;
    const std::string hosted = settings.root + "/" + header_value(request, "Host") + path;
    if (!read_file(hosted, body)) read_file(common, body);
    if (!read_file(hosted + ".status", status)) read_file(common + ".status", status);
  }
  return "HTTP/1.0 " + status.substr(0, 3) + " answer\r\nContent-Type: text/plain\r\n" +
         "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

class Server {
 public:
  explicit Server(Settings settings) : settings_(std::move(settings)) {
    add(Kind::stop, lab::stop_signals());
    for (const auto port : settings_.tcp) add(Kind::listener, bound_socket(SOCK_STREAM, port));
    for (const auto port : settings_.udp) add(Kind::datagrams, bound_socket(SOCK_DGRAM, port));
  }

  void run() {
    while (true) {
      for (const epoll_event& event : epoll_.wait_until(lab::Time::max())) {
        const auto found = peers_.find(event.data.u64);
        if (found == peers_.end()) continue;
        Peer& peer = found->second;
        if (peer.kind == Kind::stop) return;
        if (peer.kind == Kind::listener) accept_all(peer);
        if (peer.kind == Kind::datagrams) answer_datagrams(peer);
        if (peer.kind == Kind::connection && !answer_stream(peer)) peers_.erase(found);
      }
    }
  }

 private:
  void add(Kind kind, lab::Fd fd) {
    epoll_.add(fd.get(), EPOLLIN, ++last_key_);
    peers_.emplace(last_key_, Peer{kind, std::move(fd), {}});
  }

  void accept_all(const Peer& listener) {
    while (true) {
      lab::Fd fd(accept4(listener.fd.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
      if (fd.get() < 0) return;
      add(Kind::connection, std::move(fd));
    }
  }

  void answer_datagrams(const Peer& peer) const {
    while (true) {
      char bytes[2048];
      alignas(cmsghdr) char control[128];
      sockaddr_in6 from{};
      iovec data{bytes, sizeof bytes};
      msghdr message{&from, sizeof from, &data, 1, control, sizeof control, 0};
      if (recvmsg(peer.fd.get(), &message, 0) < 0) return;
      std::string answer = settings_.name + "\n";
      data = {answer.data(), answer.size()};
      for (cmsghdr* head = CMSG_FIRSTHDR(&message); head != nullptr;
           head = CMSG_NXTHDR(&message, head)) {
        in6_pktinfo info{};
        std::memcpy(&info, CMSG_DATA(head), sizeof info);
        info.ipi6_ifindex = 0;
        std::memcpy(CMSG_DATA(head), &info, sizeof info);
      }
      sendmsg(peer.fd.get(), &message, 0);
    }
  }

  // False when the conversation is over.
  bool answer_stream(Peer& peer) const {
    char bytes[4096];
    const ssize_t count = recv(peer.fd.get(), bytes, sizeof bytes, 0);
    if (count < 0) return errno == EAGAIN;
    if (count == 0 || peer.request.size() > kRequestLimit) return false;
    peer.request.append(bytes, static_cast<std::size_t>(count));
    const bool http = peer.request.starts_with("GET ") || peer.request.starts_with("HEAD ");
    if (http && peer.request.find("\r\n\r\n") != std::string::npos) {
      say(peer, http_answer(settings_, peer.request));
      return false;
    }
    if (!http && peer.request.ends_with('\n')) {
      say(peer, settings_.name + "\n");
      peer.request.clear();
    }
    return true;
  }

  static void say(const Peer& peer, const std::string& text) {
    // Answers are small: what does not fit the socket's buffer is the reader's loss.
    if (send(peer.fd.get(), text.data(), text.size(), MSG_NOSIGNAL) < 0) return;
  }

  Settings settings_;
  lab::Epoll epoll_;
  std::map<std::uint64_t, Peer> peers_;
  std::uint64_t last_key_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  const auto port = [](const std::string& word) {
    return static_cast<std::uint16_t>(std::stoul(word));
  };
  const auto rest = lab::parse_options(
      argc, argv,
      {{"--name", [&](const std::string& word) { settings.name = word; }},
       {"--root", [&](const std::string& word) { settings.root = word; }},
       {"--tcp", [&](const std::string& word) { settings.tcp.push_back(port(word)); }},
       {"--udp", [&](const std::string& word) { settings.udp.push_back(port(word)); }}});
  if (!rest.empty()) {
    lab::die("usage: lab-server --name NAME [--root DIR] [--tcp PORT]... [--udp PORT]...");
  }
  lab::become_urgent();
  Server(std::move(settings)).run();
}
