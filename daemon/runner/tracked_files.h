// The files that vrrp tracks: makes them where the configuration says so, reads them when they
// change, and tells what they hold. Used by the runner, which may wait for a disk.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "daemon/runner/file_watch.h"
#include "evenkeel/event_loop.h"
#include "evenkeel/messages.h"

namespace evenkeel::runner {

class TrackedFiles {
 public:
  struct Callbacks {
    std::function<void(const FileContent&)> on_content;
    std::function<void(const std::string& name, const std::string& text)> on_error;
  };

  TrackedFiles(EventLoop& loop, Callbacks callbacks);

  // All of them from now on. What each holds is told, also to one who was told before: it may have
  // been another.
  void set(const std::vector<TrackedFile>& files);

 private:
  void begin(const TrackedFile& file);
  void read_changed();
  void retry();

  EventLoop& loop_;
  Callbacks callbacks_;
  std::vector<TrackedFile> files_;
  std::set<std::string> begun_;              // names that have had their initial value
  std::map<std::string, FileContent> told_;  // by name
  std::unique_ptr<Timer> retry_timer_;
  FileWatch watch_;
};

}  // namespace evenkeel::runner
