// Says nonsense to a daemon's sockets, reproducibly (--seed), and prints what it sent of each
// kind as `KIND COUNT` lines:
//   lab-noise vrrp SOURCE VRID VIP COUNT DIRECTOR    adverts, each with one mistake (one of them:
//                           unicast to the director, from far away), and random bytes
//   lab-noise advert SOURCE VRID VIP PRIORITY    a version 2 advert without a mistake
//   lab-noise http UNIX_PATH|ADDRESS:PORT COUNT    requests that are too large, broken, unfinished
//   lab-noise hold UNIX_PATH|ADDRESS:PORT COUNT SECONDS    connections that say half a request
// No advert of the first kind is valid, so none of them may move an instance.

#include "tool.h"

#include <sys/un.h>

#include <array>
#include <random>

namespace {

using Bytes = std::vector<std::uint8_t>;
using Random = std::mt19937;

constexpr int kProtocolVrrp = 112;
constexpr std::size_t kAdvertHeader = 8;
constexpr std::size_t kAuthentication = 8;

struct Noise {
  const char* kind;
  Bytes bytes;
  int ttl = 255;
  bool is_unicast = false;
};

std::uint32_t below(Random& random, std::uint32_t limit) {
  return std::uniform_int_distribution<std::uint32_t>(0, limit - 1)(random);
}

Bytes random_bytes(Random& random, std::size_t size) {
  Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(below(random, 256));
  return bytes;
}

// The Internet checksum over a whole version 2 advert (RFC 1071).
void set_checksum(Bytes& advert) {
  advert[6] = advert[7] = 0;
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i + 1 < advert.size(); i += 2) {
    sum += static_cast<std::uint32_t>(advert[i]) << 8 | advert[i + 1];
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  advert[6] = static_cast<std::uint8_t>(~sum >> 8);
  advert[7] = static_cast<std::uint8_t>(~sum);
}

constexpr std::uint8_t kWinner = 254;  // of any election

// A version 2 advert without authentication.
Bytes good_advert(std::uint8_t vrid, in_addr vip, std::uint8_t priority) {
  Bytes advert = {0x21, vrid, priority, 1, 0, 1, 0, 0};
  advert.resize(kAdvertHeader + sizeof vip + kAuthentication);
  std::memcpy(advert.data() + kAdvertHeader, &vip, sizeof vip);
  set_checksum(advert);
  return advert;
}

Noise broken_advert(Random& random, std::uint8_t vrid, in_addr vip) {
  Noise noise{"random", good_advert(vrid, vip, kWinner)};
  Bytes& advert = noise.bytes;
  const auto kind = below(random, 10);
  if (kind == 1) noise.kind = "version", advert[0] = 0x71;
  if (kind == 2) noise.kind = "type", advert[0] = 0x25;
  if (kind == 3) noise.kind = "address_count", advert[3] = 255;
  if (kind == 4) noise.kind = "authentication_type", advert[4] = 9;
  if (kind == 5) noise.kind = "interval", advert[5] = 77;
  set_checksum(advert);
  if (kind == 0)
    advert = random_bytes(random, below(random, 200)), advert.resize(advert.size() | 1);
  if (kind == 6) noise.kind = "checksum", advert[7] = static_cast<std::uint8_t>(advert[7] + 1);
  if (kind == 7) noise.kind = "ttl", noise.ttl = 64;
  if (kind == 8) noise.kind = "short", advert.resize(below(random, kAdvertHeader));
  if (kind == 9) noise.kind = "unicast", noise.ttl = 60, noise.is_unicast = true;
  return noise;
}

void print_counts(const std::map<std::string, int>& counts) {
  for (const auto& [kind, count] : counts) std::printf("%s %d\n", kind.c_str(), count);
}

in_addr ipv4(const std::string& text) {
  in_addr address{};
  if (inet_pton(AF_INET, text.c_str(), &address) != 1) lab::die("not an address: " + text);
  return address;
}

// Sends from that address, and multicast by its interface.
lab::Fd advert_socket(const std::string& address) {
  const auto source = lab::socket_address(address, 0);
  lab::Fd fd = lab::checked(socket(AF_INET, SOCK_RAW, kProtocolVrrp), "raw socket");
  if (bind(fd.get(), source.get(), source.size) != 0) lab::die_errno("bind " + address);
  const in_addr interface = ipv4(address);
  setsockopt(fd.get(), IPPROTO_IP, IP_MULTICAST_IF, &interface, sizeof interface);
  return fd;
}

void send_noise(const lab::Fd& fd, const Noise& noise, const std::string& director) {
  const auto to = lab::socket_address(noise.is_unicast ? director : "224.0.0.18", 0);
  const int option = noise.is_unicast ? IP_TTL : IP_MULTICAST_TTL;
  setsockopt(fd.get(), IPPROTO_IP, option, &noise.ttl, sizeof noise.ttl);
  if (sendto(fd.get(), noise.bytes.data(), noise.bytes.size(), 0, to.get(), to.size) < 0) {
    lab::die_errno("send");
  }
}

void send_adverts(Random& random, const std::vector<std::string>& words) {
  const lab::Fd fd = advert_socket(words[1]);
  const auto vrid = static_cast<std::uint8_t>(std::stoul(words[2]));
  std::map<std::string, int> counts;
  const int count = std::stoi(words[4]);
  for (int i = 0; i < count; ++i) {
    const Noise noise = broken_advert(random, vrid, ipv4(words[3]));
    send_noise(fd, noise, words[5]);
    ++counts[noise.kind];
    if (i % 50 == 49) usleep(10000);
  }
  print_counts(counts);
}

void send_advert(const std::vector<std::string>& words) {
  const auto vrid = static_cast<std::uint8_t>(std::stoul(words[2]));
  const auto priority = static_cast<std::uint8_t>(std::stoul(words[4]));
  send_noise(advert_socket(words[1]), {"advert", good_advert(vrid, ipv4(words[3]), priority)}, "");
}

lab::Fd connect_to(const std::string& target) {
  const auto colon = target.find(':');
  const bool local = target.starts_with('/');
  lab::Fd fd = lab::checked(socket(local ? AF_UNIX : AF_INET, SOCK_STREAM, 0), "socket");
  const timeval limit{2, 0};
  setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  lab::SocketAddress address;
  if (local) {
    sockaddr_un path{};
    path.sun_family = AF_UNIX;
    if (target.size() >= sizeof path.sun_path) lab::die("path too long: " + target);
    std::memcpy(path.sun_path, target.c_str(), target.size());
    std::memcpy(&address.storage, &path, sizeof path);
    address.size = sizeof path;
  } else {
    const auto port = static_cast<std::uint16_t>(std::stoul(target.substr(colon + 1)));
    address = lab::socket_address(target.substr(0, colon), port);
  }
  if (connect(fd.get(), address.get(), address.size) != 0) lab::die_errno("connect " + target);
  return fd;
}

std::pair<const char*, std::string> broken_request(Random& random) {
  const std::string host = "Host: lab\r\n";
  const Bytes bytes = random_bytes(random, 1 + below(random, 2000));
  switch (below(random, 8)) {
    case 0:
      return {"long_header", "GET / HTTP/1.1\r\nX: " + std::string(1 << 20, 'a')};
    case 1:
      return {"long_target", "GET /" + std::string(1 << 18, 'b') + " HTTP/1.1\r\n\r\n"};
    case 2:
      return {"huge_length", "POST /v1/reload HTTP/1.1\r\n" + host +
                                 "Content-Length: 99999999999\r\n\r\n" + std::string(1 << 18, 'c')};
    case 3:
      return {"bad_method", "EXPLODE / HTTP/1.1\r\n" + host + "\r\n"};
    case 4:
      return {"bad_version", "GET / HTTP/9.9\r\n" + host + "\r\n"};
    case 5:
      return {"bad_chunk", "POST /v1/reload HTTP/1.1\r\n" + host +
                               "Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n"};
    case 6:
      return {"traversal", "GET /../../etc/passwd%00 HTTP/1.0\r\n\r\n"};
    default:
      return {"random", std::string(bytes.begin(), bytes.end())};
  }
}

void send_requests(Random& random, const std::string& target, int count) {
  std::map<std::string, int> counts;
  for (int i = 0; i < count; ++i) {
    const auto [kind, request] = broken_request(random);
    const lab::Fd fd = connect_to(target);
    // The other side may well hang up in the middle: that is an answer too.
    if (send(fd.get(), request.data(), request.size(), MSG_NOSIGNAL) > 0) {
      shutdown(fd.get(), SHUT_WR);
      std::array<char, 4096> answer{};
      while (recv(fd.get(), answer.data(), answer.size(), 0) > 0) {
      }
    }
    ++counts[kind];
  }
  print_counts(counts);
}

void hold(const std::string& target, int count, int seconds) {
  const std::string half = "GET /v1/status HT";
  std::vector<lab::Fd> open;
  for (int i = 0; i < count; ++i) {
    open.push_back(connect_to(target));
    if (i % 2 == 1 && send(open.back().get(), half.data(), half.size(), MSG_NOSIGNAL) < 0) break;
  }
  std::printf("held %zu\n", open.size());
  std::fflush(stdout);
  sleep(static_cast<unsigned>(seconds));
}

}  // namespace

int main(int argc, char** argv) {
  Random random(1);
  const auto words =
      lab::parse_options(argc, argv, {{"--seed", [&](const std::string& word) {
                                         random.seed(static_cast<std::uint32_t>(std::stoul(word)));
                                       }}});
  if (words.size() == 6 && words[0] == "vrrp") {
    send_adverts(random, words);
  } else if (words.size() == 5 && words[0] == "advert") {
    send_advert(words);
  } else if (words.size() == 3 && words[0] == "http") {
    send_requests(random, words[1], std::stoi(words[2]));
  } else if (words.size() == 4 && words[0] == "hold") {
    hold(words[1], std::stoi(words[2]), std::stoi(words[3]));
  } else {
    lab::die(
        "usage: lab-noise [--seed N] vrrp SOURCE VRID VIP COUNT DIRECTOR | advert ... | http ... | "
        "hold ...");
  }
}
