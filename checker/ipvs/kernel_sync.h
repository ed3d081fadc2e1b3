// Keeps the kernel as the pools want it: a queue of services to read, judge and write, worked off
// in bounded turns of the loop. Handlers elsewhere only change pools and call want(); everything
// that touches the kernel's table goes through here.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "checker/ipvs/model.h"
#include "checker/ipvs/publisher.h"
#include "checker/ipvs/reconciler.h"
#include "checker/ipvs/record.h"
#include "checker/ipvs/repairs.h"

namespace evenkeel::ipvs {

class KernelSync {
 public:
  KernelSync(WorkerContext& context, Model& model, IpvsKernel& kernel, Publisher& publisher);

  // Looks for IPVS; when there is none, says so and goes on looking. Then reads which services
  // exist. Call when the model has new entries.
  void begin();
  // The entry's pool changed; written with others within a few milliseconds.
  void want(Entry& entry);
  void want_gone(const ServiceKey& key);
  // Somebody may have changed these: read again, and what differs is repaired and counted.
  void suspect(std::span<const ServiceKey> keys);
  // Calls back once: when the model is in the kernel as far as possible, or there is no IPVS.
  void when_settled(std::function<void()> callback);
  // The kernel failed the caller: no IPVS any more, or a lost conversation.
  void on_kernel_error(const Error& error);

  bool is_available() const { return model_.state.is_ipvs_available; }
  // Orderly stop: everything of ours leaves the kernel, at once.
  void remove_everything();
  // Writes what is ours beside the kernel, for a successor.
  void store_record();
  RecordFile& record() { return record_; }

 private:
  struct Batch {
    std::vector<Entry*> entries;  // by item; null for a leaving service
    std::vector<Item> items;
    std::deque<std::optional<ServiceTable>> leaving;  // their `actual`; addresses stay
  };

  void try_open();
  Result<void> list();
  void queue_all();
  void schedule_turn();
  void turn();
  Result<void> work_off_some();
  Result<void> take(const ServiceKey& key, Batch& batch);
  Result<void> complete_reading(Entry& entry);
  void start(Entry& entry, bool was_in_kernel);
  void finish(Entry& entry, Item& item);
  void finish_leaving(const Item& item);
  void on_refused(Entry& entry, const Error& error);
  void settle();
  void retry_later();
  void retry();
  void lose_kernel(const std::string& reason);
  // An empty reason: available. True when that is news.
  bool set_availability(const std::string& reason);

  WorkerContext& context_;
  Model& model_;
  IpvsKernel& kernel_;
  Publisher& publisher_;
  Repairs repairs_;
  Reconciler reconciler_;
  RecordFile record_;
  std::deque<ServiceKey> queue_;
  std::set<ServiceKey> failed_;
  std::function<void()> on_settled_;
  std::unique_ptr<Timer> turn_timer_;
  std::unique_ptr<Timer> retry_timer_;
  Duration retry_delay_;
  bool is_turn_due_ = false;
  bool is_record_stale_ = false;
};

}  // namespace evenkeel::ipvs
