// open, read, write; nothing is kept open.
#include "daemon/runner/tracked_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "daemon/runner/limits.h"
#include "evenkeel/file_descriptor.h"
#include "evenkeel/result.h"

namespace evenkeel::runner {

namespace {

FileContent read(const TrackedFile& file) {
  FileContent content{.name = file.name, .text = {}, .error = {}};
  // A FIFO without a writer must not hold us up.
  const FileDescriptor opened(::open(file.path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  std::array<char, kMaxTrackedText> buffer{};
  const ssize_t size =
      opened.is_open() ? ::read(opened.get(), buffer.data(), buffer.size()) : ssize_t{-1};
  if (size < 0) {
    content.error = std::strerror(errno);
  } else {
    content.text.assign(buffer.data(), static_cast<std::size_t>(size));
  }
  return content;
}

Result<void> write_initial(const TrackedFile& file) {
  const int exclusive = file.init == FileInit::if_missing ? O_EXCL : O_TRUNC;
  const FileDescriptor made(
      ::open(file.path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | exclusive, 0644));
  if (!made.is_open()) {
    if (file.init == FileInit::if_missing && errno == EEXIST) return {};
    return errno_failure("make " + file.path);
  }
  const std::string text = std::to_string(file.initial_value) + "\n";
  if (::write(made.get(), text.data(), text.size()) < 0) return errno_failure("write " + file.path);
  return {};
}

}  // namespace

TrackedFiles::TrackedFiles(EventLoop& loop, Callbacks callbacks)
    : loop_(loop),
      callbacks_(std::move(callbacks)),
      retry_timer_(loop.make_timer([this] { retry(); })),
      watch_(loop, [this] { read_changed(); }) {}

void TrackedFiles::set(const std::vector<TrackedFile>& files) {
  files_ = files;
  std::set<std::string> names;
  std::vector<std::string> paths;
  for (const auto& file : files_) {
    names.insert(file.name);
    paths.push_back(file.path);
    if (!begun_.contains(file.name)) begin(file);
  }
  begun_ = std::move(names);
  told_.clear();
  // Before they are read: a change in between is seen twice rather than never.
  watch_.set_paths(paths);
  read_changed();
  retry_timer_->cancel();
  if (!files_.empty()) retry_timer_->arm(loop_.now() + kRetryInterval);
}

void TrackedFiles::begin(const TrackedFile& file) {
  if (file.init == FileInit::none) return;
  if (auto written = write_initial(file); !written) {
    callbacks_.on_error(file.name, written.error().what);
  }
}

void TrackedFiles::read_changed() {
  for (const auto& file : files_) {
    const auto content = read(file);
    auto& told = told_[file.name];
    if (told.name == content.name && told.text == content.text && told.error == content.error) {
      continue;
    }
    told = content;
    callbacks_.on_content(content);
  }
}

// A directory that did not exist may do now.
void TrackedFiles::retry() {
  if (watch_.retry()) read_changed();
  retry_timer_->arm(loop_.now() + kRetryInterval);
}

}  // namespace evenkeel::runner
