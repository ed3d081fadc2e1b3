// Which FIFOs the runner has made, in a file of the runtime directory: a successor knows by it
// which ones are to go in the end.
#pragma once

#include <set>
#include <string>

namespace evenkeel::runner {

class FifoRecord {
 public:
  // Reads what a predecessor has left.
  explicit FifoRecord(const std::string& runtime_dir);

  bool contains(const std::string& path) const { return paths_.contains(path); }
  const std::set<std::string>& paths() const { return paths_; }
  void add(const std::string& path);
  void remove(const std::string& path);

 private:
  void store() const;

  std::string file_;
  std::set<std::string> paths_;
};

}  // namespace evenkeel::runner
