// inotify on directories.
#include "daemon/runner/file_watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>

namespace evenkeel::runner {

namespace {

constexpr std::uint32_t kChanges = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM |
                                   IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

std::string directory_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

FileWatch::FileWatch(EventLoop& loop, std::function<void()> on_change)
    : loop_(loop), on_change_(std::move(on_change)) {}

// A new descriptor: what the old one watched is forgotten with it.
void FileWatch::set_paths(const std::vector<std::string>& paths) {
  watch_.reset();
  inotify_.reset();
  watched_.clear();
  missing_.clear();
  for (const auto& path : paths) missing_.insert(directory_of(path));
  retry();
}

bool FileWatch::retry() {
  if (missing_.empty()) return false;
  if (!inotify_.is_open()) open();
  if (!inotify_.is_open()) return false;
  bool has_found = false;
  for (auto directory = missing_.begin(); directory != missing_.end();) {
    const int id = ::inotify_add_watch(inotify_.get(), directory->c_str(), kChanges);
    if (id < 0) {
      ++directory;
      continue;
    }
    has_found = true;
    watched_[id] = *directory;
    directory = missing_.erase(directory);
  }
  return has_found;
}

void FileWatch::open() {
  inotify_ = FileDescriptor(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!inotify_.is_open()) return;
  watch_ = loop_.watch(inotify_.get(), {.readable = true}, [this](Readiness) { on_readable(); });
}

void FileWatch::on_readable() {
  alignas(inotify_event) std::array<char, 4096> buffer{};
  bool has_changed = false;
  for (;;) {
    const ssize_t size = ::read(inotify_.get(), buffer.data(), buffer.size());
    if (size <= 0) break;
    has_changed = true;
    for (ssize_t at = 0; at < size;) {
      // The kernel aligns each event within what it writes.
      const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
      const bool is_gone = (event->mask & (IN_IGNORED | IN_MOVE_SELF)) != 0;
      const auto found = watched_.find(event->wd);
      if (!is_gone || found == watched_.end()) continue;
      missing_.insert(found->second);
      watched_.erase(found);
    }
  }
  if (has_changed) on_change_();
}

}  // namespace evenkeel::runner
