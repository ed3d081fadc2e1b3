// A machine's suspend to RAM, as its processes see it: preloaded (LD_PRELOAD), this library lets
// CLOCK_BOOTTIME run ahead of CLOCK_MONOTONIC by the nanoseconds that the file LAB_SLEPT names
// holds (eight bytes, the machine's own order). No guest can be suspended within a scenario.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

// Mapped once, before the process gives up its rights; null where there is no such file.
const volatile std::int64_t* map_slept() {
  const char* path = std::getenv("LAB_SLEPT");
  const int fd = path == nullptr ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return nullptr;
  void* page = mmap(nullptr, sizeof(std::int64_t), PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  return page == MAP_FAILED ? nullptr : static_cast<const volatile std::int64_t*>(page);
}

using ReadClock = int (*)(clockid_t, timespec*);

}  // namespace

extern "C" __attribute__((visibility("default"))) int clock_gettime(clockid_t clock,
                                                                    timespec* time) noexcept {
  static const auto real = reinterpret_cast<ReadClock>(dlsym(RTLD_NEXT, "clock_gettime"));
  static const auto* slept = map_slept();
  const int result = real(clock, time);
  if (result != 0 || clock != CLOCK_BOOTTIME || slept == nullptr) return result;
  const std::int64_t nanoseconds = time->tv_nsec + *slept;
  time->tv_sec += nanoseconds / kSecond;
  time->tv_nsec = nanoseconds % kSecond;
  return result;
}
