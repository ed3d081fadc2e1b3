// A configuration as it comes over the channel: collected message by message, whole at its end.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "evenkeel/messages.h"

namespace evenkeel::vrrp {

struct Model {
  std::uint64_t generation = 0;
  VrrpTracking tracking;
  std::vector<VrrpInstance> instances;
  GlobalSettings global;
  NotifySettings notify;
  StaticNetwork statics;
  Firewall firewall;
};

class ModelReader {
 public:
  // The model when this message was its last; other messages than those of a model are left alone.
  std::optional<Model> take(Message& message);

 private:
  std::optional<Model> incoming_;  // between begin and end
};

}  // namespace evenkeel::vrrp
