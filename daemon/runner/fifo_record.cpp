// A path a line.
#include "daemon/runner/fifo_record.h"

#include <cstdio>
#include <fstream>

namespace evenkeel::runner {

FifoRecord::FifoRecord(const std::string& runtime_dir) : file_(runtime_dir + "/fifos") {
  std::ifstream stream(file_);
  for (std::string line; std::getline(stream, line);) paths_.insert(line);
}

void FifoRecord::add(const std::string& path) {
  if (paths_.insert(path).second) store();
}

void FifoRecord::remove(const std::string& path) {
  if (paths_.erase(path) > 0) store();
}

// Without a record a FIFO stays after the stop, and all else works.
void FifoRecord::store() const {
  const std::string temporary = file_ + ".new";
  std::ofstream stream(temporary);
  for (const auto& path : paths_) stream << path << '\n';
  stream.close();
  if (stream) std::rename(temporary.c_str(), file_.c_str());
}

}  // namespace evenkeel::runner
