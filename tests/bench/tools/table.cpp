// Waits until the kernel's IPVS table holds --destinations N in all its services together, and
// prints the microsecond of the wall clock at which it was first seen. It asks by getsockopt,
// which counts without listing destinations, so that waiting costs the measured daemon nothing.
// Exit 1 when --seconds pass without it.

#include <linux/ip_vs.h>

#include <optional>
#include <thread>

#include "../../lab/tools/tool.h"

namespace {

constexpr auto kTick = std::chrono::milliseconds(5);

struct Settings {
  std::size_t destinations = 0;
  double seconds = 60;
};

// Nothing when the table changed between the two questions.
std::optional<std::size_t> destinations_in_kernel(int fd) {
  ip_vs_getinfo info{};
  socklen_t size = sizeof info;
  if (getsockopt(fd, IPPROTO_IP, IP_VS_SO_GET_INFO, &info, &size) != 0) {
    lab::die_errno("IP_VS_SO_GET_INFO");
  }
  std::vector<std::byte> bytes(sizeof(ip_vs_get_services) +
                               info.num_services * sizeof(ip_vs_service_entry));
  ip_vs_get_services head{};
  head.num_services = info.num_services;
  std::memcpy(bytes.data(), &head, sizeof head);
  size = static_cast<socklen_t>(bytes.size());
  if (getsockopt(fd, IPPROTO_IP, IP_VS_SO_GET_SERVICES, bytes.data(), &size) != 0) return {};
  std::size_t count = 0;
  for (std::size_t i = 0; i < info.num_services; ++i) {
    ip_vs_service_entry entry{};
    std::memcpy(&entry, bytes.data() + sizeof head + i * sizeof entry, sizeof entry);
    count += entry.num_dests;
  }
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  lab::parse_options(
      argc, argv,
      {{"--destinations",
        [&](const std::string& word) { settings.destinations = std::stoul(word); }},
       {"--seconds", [&](const std::string& word) { settings.seconds = std::stod(word); }}});
  const lab::Fd fd = lab::checked(socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW), "socket");
  const lab::Time end = lab::Clock::now() + lab::from_seconds(settings.seconds);
  while (destinations_in_kernel(fd.get()) != settings.destinations) {
    if (lab::Clock::now() > end) {
      lab::die("there are " + std::to_string(destinations_in_kernel(fd.get()).value_or(0)) +
               " destinations, not " + std::to_string(settings.destinations));
    }
    std::this_thread::sleep_for(kTick);
  }
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  std::printf("%lld\n", static_cast<long long>(
                            std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
}
