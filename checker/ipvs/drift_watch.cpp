// Reads /proc/net/ip_vs in pieces and hands suspects to KernelSync.
#include "checker/ipvs/drift_watch.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "checker/ipvs/limits.h"

namespace evenkeel::ipvs {

DriftWatch::DriftWatch(WorkerContext& context, Model& model, KernelSync& sync, Publisher& publisher)
    : context_(context),
      model_(model),
      sync_(sync),
      publisher_(publisher),
      timer_(context.loop.make_timer([this] {
        if (scan_) {
          read_piece();
        } else {
          look();
        }
      })) {}

void DriftWatch::start() { arm(); }

void DriftWatch::stop() {
  timer_->cancel();
  scan_.reset();
  file_ = {};
}

void DriftWatch::look_soon() {
  if (!scan_) timer_->arm(context_.loop.now());
}

void DriftWatch::look() {
  if (!sync_.is_available()) return arm();
  file_ = FileDescriptor(open("/proc/net/ip_vs", O_RDONLY | O_CLOEXEC));
  if (!file_.is_open()) {
    // Either the module went away, which every service's next reading tells, or there is no /proc,
    // and the counters' round finds what changed.
    std::vector<ServiceKey> one;
    if (!model_.entries.empty()) one.push_back(model_.entries.begin()->first);
    sync_.suspect(one);
    return arm();
  }
  scan_.emplace([this](const ServiceKey& key) -> const ServiceTable* {
    const auto found = model_.entries.find(key);
    return found != model_.entries.end() && found->second.actual ? &*found->second.actual : nullptr;
  });
  read_piece();
}

void DriftWatch::read_piece() {
  buffer_.resize(kProcPieceSize);
  const TimePoint until = context_.loop.now() + kTurnBudget;
  ssize_t size = 0;
  do {
    size = read(file_.get(), buffer_.data(), buffer_.size());
    if (size > 0) scan_->feed({buffer_.data(), static_cast<std::size_t>(size)});
  } while (size > 0 && context_.loop.now() < until);
  if (size > 0) return timer_->arm(context_.loop.now());
  file_ = {};
  if (size == 0) conclude();
  scan_.reset();
  arm();
}

void DriftWatch::conclude() {
  auto findings = scan_->finish();
  std::vector<ServiceKey> suspects = std::move(findings.suspects);
  for (const auto& [key, entry] : model_.entries) {
    const bool is_believed = entry.knowledge == Knowledge::all && entry.actual;
    if (is_believed && !std::binary_search(findings.seen.begin(), findings.seen.end(), key)) {
      suspects.push_back(key);
    }
  }
  note_foreign(findings.foreign);
  if (!suspects.empty()) sync_.suspect(suspects);
}

void DriftWatch::note_foreign(const std::vector<ServiceKey>& foreign) {
  std::vector<ServiceKey> listed;
  for (const auto& key : foreign) {
    if (listed.size() == kMaxForeignServices) break;
    if (!model_.leaving.contains(key) && !model_.entries.contains(key)) listed.push_back(key);
  }
  std::sort(listed.begin(), listed.end());
  if (listed == model_.state.foreign_services) return;
  model_.state.foreign_services = std::move(listed);
  publisher_.mark_balancer();
}

void DriftWatch::arm() {
  std::size_t servers = 0;
  for (const auto& [key, entry] : model_.entries) servers += entry.servers.size();
  timer_->arm(context_.loop.now() + watch_interval(servers));
}

Duration watch_interval(std::size_t servers) {
  return std::clamp<Duration>(
      kWatchPerServer * static_cast<long>(std::min<std::size_t>(servers, 10000)), kWatchShortest,
      kWatchLongest);
}

}  // namespace evenkeel::ipvs
