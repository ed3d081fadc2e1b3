// Counts and tells what others changed in our services, and notices when it is a fight.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "checker/ipvs/diff.h"
#include "checker/ipvs/model.h"
#include "checker/ipvs/publisher.h"

namespace evenkeel::ipvs {

class Repairs {
 public:
  Repairs(WorkerContext& context, Model& model, Publisher& publisher)
      : context_(context), model_(model), publisher_(publisher) {}

  void note(Entry& entry, const Drift& drift);
  // Fought over, and repaired just now: let it be for a moment.
  bool is_damped(const Entry& entry) const;
  // Tells what was noted since the last call, one event a service unless they are many.
  void tell();

 private:
  WorkerContext& context_;
  Model& model_;
  Publisher& publisher_;
  std::vector<std::pair<ServiceKey, std::string>> noted_;
};

}  // namespace evenkeel::ipvs
