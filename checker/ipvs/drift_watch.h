// Notices what others do to our services: the kernel sends no notification, so /proc/net/ip_vs is
// read at intervals that follow the table's size, a bounded piece a turn. Owns the open file while
// a look lasts. Finds suspects only; KernelSync reads them again and repairs.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "checker/ipvs/kernel_sync.h"
#include "checker/ipvs/table_scan.h"
#include "evenkeel/file_descriptor.h"

namespace evenkeel::ipvs {

class DriftWatch {
 public:
  DriftWatch(WorkerContext& context, Model& model, KernelSync& sync, Publisher& publisher);

  // From now on, at intervals that follow the table.
  void start();
  void stop();
  // Something was found changed: what else was?
  void look_soon();

 private:
  void look();
  void read_piece();
  void conclude();
  void note_foreign(const std::vector<ServiceKey>& foreign);
  void arm();

  WorkerContext& context_;
  Model& model_;
  KernelSync& sync_;
  Publisher& publisher_;
  std::unique_ptr<Timer> timer_;
  FileDescriptor file_;
  std::optional<TableScan> scan_;
  std::vector<char> buffer_;
};

// How often a table of this many servers is looked at.
Duration watch_interval(std::size_t servers);

}  // namespace evenkeel::ipvs
