// What the neighbours are told and what they tell: announcements of a link that came up, foreign
// claims on our addresses, the routers beside us, and how a takeover went.
#include <algorithm>

#include "vrrp/engine.h"
#include "vrrp/protocol/acceptance.h"
#include "vrrp/protocol/reasons.h"

namespace evenkeel::vrrp {

// Without it a second master is noticed by its adverts alone.
void Engine::listen_to_claims() {
  auto listener = ClaimListener::open(
      context_.loop, [this](int index, const NeighborClaim& claim) { on_claim(index, claim); });
  if (listener) {
    claims_ = std::move(*listener);
  } else {
    context_.tell(Severity::warning, "conflict", "process/vrrp", listener.error().what);
  }
}

void Engine::watch_claims() {
  if (claims_ == nullptr) return;
  std::set<IpAddress> addresses;
  for (const auto& [id, instance] : instances_) {
    for (const auto& address : instance->config.addresses) {
      addresses.insert(address.prefix.address);
    }
    for (const auto& address : instance->config.excluded_addresses) {
      addresses.insert(address.prefix.address);
    }
  }
  claims_->watch_for({addresses.begin(), addresses.end()});
}

void Engine::on_claim(int interface_index, const NeighborClaim& claim) {
  catch_up();
  const Link* link = links_.find(interface_index);
  if (link == nullptr) return;
  Instance* instance = by_id(keeper_.holder_of(link->name, claim.address));
  if (instance == nullptr) return;
  // Two interfaces of ours on one segment answer for each other's addresses.
  const auto& links = links_.links();
  const bool is_ours = std::any_of(links.begin(), links.end(), [&](const auto& own) {
    return own.second.hardware == claim.hardware;
  });
  if (is_ours) return;
  deliver(*instance, AddressClaimed{claim.address, to_string(claim.hardware)});
}

// What a switch learned before the link went may be wrong by now, and so may be its neighbours'.
void Engine::announce_device(const std::string& device) {
  keeper_.for_each_held(device, [&](InstanceId holder, const IpAddress& address) {
    const Instance* instance = by_id(holder);
    if (instance == nullptr) return;
    const auto& settings = instance->config.announce;
    announcer_.announce({device, address, holder}, settings.burst, settings);
  });
}

void Engine::tell_router(Instance& instance, const ReceivedAdvert& received) {
  if (!note_router(instance, received)) return;
  reporter_.mark(instance);
  const VrrpInstance& config = instance.config;
  if (config.version != 3 || config.family != Family::ipv4) return;
  const auto ours = make_envelope(config, {}, {}).checksum;
  const auto theirs = received.envelope.checksum;
  reporter_.tell(
      theirs == ours ? Severity::info : Severity::notice, "checksum", instance,
      to_string(received.envelope.source) + " sends checksums in the form " +
          std::string(to_string(theirs)) +
          (theirs == ours ? ", as we do"
                          : "; ours are " + std::string(to_string(ours)) + " (v3_checksum_as_v2)"));
}

void Engine::begin_takeover(Instance& instance, const std::optional<HeardMaster>& before) {
  const WallTime now = wall_now();
  TakeoverState takeover{.decided = now};
  if (before) {
    const auto age = context_.loop.now() - before->heard;
    takeover.last_advert = now - std::chrono::duration_cast<Duration>(age);
  }
  instance.takeover = takeover;
}

// The stages of the takeover that is being performed; called after each action of it.
void Engine::stamp_stage(Instance& instance, const Action& action) {
  TakeoverState& takeover = *instance.takeover;
  if (std::holds_alternative<AcquireAddresses>(action) && takeover.address == WallTime{}) {
    const VrrpInstance& config = instance.config;
    const bool are_present =
        std::all_of(config.addresses.begin(), config.addresses.end(), [&](const auto& address) {
          return keeper_.is_present(device_of(config, address), address.prefix);
        });
    if (are_present) takeover.address = wall_now();
  } else if (std::holds_alternative<Announce>(action)) {
    takeover.announced = wall_now();
  }
}

void Engine::tell_takeover(const Instance& instance) {
  const TakeoverState& takeover = *instance.takeover;
  const auto after = [&](WallTime stage) { return seconds_text(stage - takeover.decided); };
  std::string text = takeover.last_advert == WallTime{}
                         ? std::string("no advert was heard before")
                         : "decided " + seconds_text(takeover.decided - takeover.last_advert) +
                               " after the last advert";
  text += takeover.address == WallTime{} ? ", addresses not in place"
                                         : ", addresses in place after " + after(takeover.address);
  text += ", announced after " + after(takeover.announced);
  reporter_.tell(Severity::info, "takeover", instance, text);
}

void Engine::note_conflict_change(Instance& instance, const std::optional<Conflict>& before) {
  const auto& now = instance.state.conflict;
  if (now.has_value() && !before.has_value()) {
    ++instance.counters.conflicts;
    instance.conflict_since = wall_now();
  }
  if (now.has_value() != before.has_value()) reporter_.mark(instance);
}

}  // namespace evenkeel::vrrp
