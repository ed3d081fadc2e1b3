// Opened for reading too: so it may be written before there is a reader, and outlives one that
// goes.
#include "daemon/runner/fifo.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace evenkeel::runner {

void unlink_fifo(const std::string& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) == 0 && S_ISFIFO(found.st_mode)) ::unlink(path.c_str());
}

Result<std::unique_ptr<Fifo>> Fifo::open(EventLoop& loop, const std::string& path,
                                         const FifoOwner& owner, FifoRecord& record,
                                         std::function<void()> on_written) {
  std::unique_ptr<Fifo> fifo(new Fifo(loop, path, record, std::move(on_written)));
  if (auto made = fifo->make(owner); !made) {
    fifo->remove();
    return tl::unexpected(made.error());
  }
  return fifo;
}

Result<void> Fifo::make(const FifoOwner& owner) {
  const bool is_made = ::mkfifo(path_.c_str(), S_IRUSR | S_IWUSR) == 0;
  if (!is_made && errno != EEXIST) return errno_failure("make the FIFO " + path_);
  if (is_made) record_.add(path_);
  descriptor_ = FileDescriptor(::open(path_.c_str(), O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
  if (!descriptor_.is_open()) return errno_failure("open the FIFO " + path_);
  struct stat found {};
  if (::fstat(descriptor_.get(), &found) != 0) return errno_failure("look at " + path_);
  if (!S_ISFIFO(found.st_mode)) return failure(EINVAL, path_ + " is not a FIFO");
  const bool is_owned = found.st_uid == owner.user && found.st_gid == owner.group;
  if (is_made && !is_owned && ::fchown(descriptor_.get(), owner.user, owner.group) != 0) {
    return errno_failure("give away the FIFO " + path_);
  }
  return {};
}

void Fifo::write(const std::string& line) {
  queue_.add(line + "\n");
  flush();
}

// A line is shorter than PIPE_BUF, so the kernel takes it whole or not at all.
void Fifo::flush() {
  while (!queue_.is_empty()) {
    const auto& line = queue_.front();
    const ssize_t size = ::write(descriptor_.get(), line.data(), line.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) {
      if (watch_ == nullptr) {
        watch_ = loop_.watch(descriptor_.get(), {.writable = true}, [this](Readiness) { flush(); });
      }
      return;
    }
    queue_.pop();
  }
  watch_.reset();
  on_written_();
}

void Fifo::remove() {
  if (!record_.contains(path_)) return;
  unlink_fifo(path_);
  record_.remove(path_);
}

}  // namespace evenkeel::runner
