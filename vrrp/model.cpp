// What comes outside a configuration's begin and end is not of one.
#include "vrrp/model.h"

#include <utility>

#include "evenkeel/overload.h"

namespace evenkeel::vrrp {

std::optional<Model> ModelReader::take(Message& message) {
  if (const auto* begin = std::get_if<ConfigBegin>(&message)) {
    incoming_.emplace().generation = begin->generation;
  }
  if (!incoming_) return std::nullopt;
  if (std::holds_alternative<ConfigEnd>(message)) return std::exchange(incoming_, std::nullopt);
  std::visit(Overload{[this](GlobalSettings& global) { incoming_->global = std::move(global); },
                      [this](NotifySettings& notify) { incoming_->notify = std::move(notify); },
                      [this](VrrpTracking& tracking) { incoming_->tracking = std::move(tracking); },
                      [this](StaticNetwork& statics) { incoming_->statics = std::move(statics); },
                      [this](Firewall& firewall) { incoming_->firewall = std::move(firewall); },
                      [this](VrrpInstance& instance) {
                        incoming_->instances.push_back(std::move(instance));
                      },
                      [](auto&) {}},
             message);
  return std::nullopt;
}

}  // namespace evenkeel::vrrp
