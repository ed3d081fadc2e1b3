// Tells when one of some files may have changed: written, replaced, made or deleted. Owns an
// inotify descriptor that watches their directories, so that a file may come and go.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "evenkeel/event_loop.h"
#include "evenkeel/file_descriptor.h"

namespace evenkeel::runner {

class FileWatch {
 public:
  // `on_change` runs at most once a turn, however many events there are.
  FileWatch(EventLoop& loop, std::function<void()> on_change);

  void set_paths(const std::vector<std::string>& paths);
  // Watches the directories that were missing before; true when there is a new one.
  bool retry();

 private:
  void open();
  void on_readable();

  EventLoop& loop_;
  std::function<void()> on_change_;
  FileDescriptor inotify_;
  std::unique_ptr<Watch> watch_;
  std::set<std::string> missing_;  // directories not watched yet
  std::map<int, std::string> watched_;
};

}  // namespace evenkeel::runner
