// Slots by kind.
#include "daemon/runner/notify_fifos.h"

#include <algorithm>
#include <csignal>
#include <set>
#include <utility>

namespace evenkeel::runner {

NotifyFifos::NotifyFifos(EventLoop& loop, const std::string& runtime_dir, Callbacks callbacks)
    : loop_(loop), callbacks_(std::move(callbacks)), record_(runtime_dir) {
  for (auto& slot : slots_) {
    slot.retry = loop_.make_timer([this, &slot] {
      if (slot.fifo == nullptr) return open(slot);
      start_reader(slot);
    });
  }
}

void NotifyFifos::configure(const NotifySettings& settings) {
  std::array<NotifyFifo, kKinds> wanted{settings.all, settings.vrrp, settings.lvs};
  // One FIFO under two names would say everything twice.
  for (std::size_t i = 1; i < kKinds; ++i) {
    for (std::size_t other = 0; other < i; ++other) {
      if (wanted[i].path == wanted[other].path) wanted[i] = {};
    }
  }
  for (std::size_t i = 0; i < kKinds; ++i) set(slots_[i], wanted[i]);
  forget_others(wanted);
}

// Made by a predecessor for a configuration that was another.
void NotifyFifos::forget_others(const std::array<NotifyFifo, kKinds>& wanted) {
  for (const auto& path : std::set<std::string>(record_.paths())) {
    const bool is_wanted = std::any_of(wanted.begin(), wanted.end(),
                                       [&](const NotifyFifo& fifo) { return fifo.path == path; });
    if (is_wanted) continue;
    unlink_fifo(path);
    record_.remove(path);
  }
}

void NotifyFifos::set(Slot& slot, const NotifyFifo& config) {
  if (slot.config == config) return;
  close(slot);
  slot.config = config;
  slot.waiting = LineQueue(kMaxNotifyLines);
  slot.problem.clear();
  if (!config.path.empty()) open(slot);
}

void NotifyFifos::open(Slot& slot) {
  const auto owner = callbacks_.owner_of(slot.config);
  if (!owner) return complain(slot, owner.error().what);
  // Posted: the FIFO that tells it may end by it.
  auto fifo = Fifo::open(loop_, slot.config.path, *owner, record_, [this, &slot] {
    if (is_stopping_) loop_.post([this, &slot] { end_fifo(slot); });
  });
  if (!fifo) return complain(slot, fifo.error().what);
  slot.fifo = std::move(*fifo);
  slot.problem.clear();
  for (; !slot.waiting.is_empty(); slot.waiting.pop()) slot.fifo->write(slot.waiting.front());
  start_reader(slot);
}

void NotifyFifos::write(Slot& slot, const std::string& line) {
  if (slot.config.path.empty()) return;
  if (slot.fifo != nullptr) {
    slot.fifo->write(line);
  } else {
    slot.waiting.add(line);
  }
}

// Told once, tried again.
void NotifyFifos::complain(Slot& slot, const std::string& problem) {
  if (slot.problem != problem) callbacks_.tell(Severity::error, problem);
  slot.problem = problem;
  slot.retry->arm(loop_.now() + kRetryInterval);
}

void NotifyFifos::close(Slot& slot) {
  slot.retry->cancel();
  const auto reader = readers_.find(std::exchange(slot.reader, 0));
  if (reader != readers_.end()) reader->second->signal(SIGTERM);
  end_fifo(slot);
}

void NotifyFifos::end_fifo(Slot& slot) {
  if (slot.fifo == nullptr) return;
  dropped_before_ += slot.fifo->dropped();
  slot.fifo->remove();
  slot.fifo.reset();
  callbacks_.on_idle();
}

void NotifyFifos::start_reader(Slot& slot) {
  if (!slot.config.script.is_set() || is_stopping_) return;
  auto argv = slot.config.script.argv;
  argv.push_back(slot.config.path);
  const auto identity = callbacks_.permit(slot.config.script);
  if (!identity) return complain(slot, identity.error().what);
  const auto key = next_reader_++;
  auto reader = Process::start(loop_, argv, *identity,
                               {.on_line =
                                    [this, name = argv.front()](std::string_view line) {
                                      callbacks_.on_output(name + ": " + std::string(line));
                                    },
                                .on_end = [this, key](int status) { on_reader_end(key, status); }},
                               Lifetime::ours);
  if (!reader) return complain(slot, reader.error().what);
  readers_[key] = std::move(*reader);
  slot.reader = key;
  slot.reader_started = loop_.now();
}

void NotifyFifos::on_reader_end(std::uint64_t key, int status) {
  readers_.erase(key);
  const auto found = std::find_if(slots_.begin(), slots_.end(),
                                  [key](const Slot& slot) { return slot.reader == key; });
  if (found == slots_.end()) return;
  Slot& slot = *found;
  slot.reader = 0;
  if (is_stopping_) return callbacks_.on_idle();
  if (loop_.now() - slot.reader_started > kMaxReaderDelay) slot.reader_delay = kRetryInterval;
  const bool is_signal = status < 0;
  callbacks_.tell(Severity::warning, "the reader of " + slot.config.path + " has ended with " +
                                         (is_signal ? "signal " : "status ") +
                                         std::to_string(is_signal ? -status : status) +
                                         "; it is started again");
  slot.retry->arm(loop_.now() + slot.reader_delay);
  slot.reader_delay = std::min(slot.reader_delay * 2, kMaxReaderDelay);
}

bool NotifyFifos::does_take(Kind kind, WorkerKind sender) {
  switch (kind) {
    case Kind::all:
      return true;
    case Kind::vrrp:
      return sender == WorkerKind::vrrp;
    case Kind::lvs:
      return sender == WorkerKind::balancer;
  }
  return false;
}

// Whoever replays counts from where its list begins: one of the two is newborn.
void NotifyFifos::take(const NotifyLines& message) {
  if (message.order == LineOrder::replay) last_[message.sender] = 0;
  const auto known = last_.find(message.sender);
  if (known == last_.end()) return;
  for (const auto& line : message.lines) {
    if (line.id <= known->second) continue;
    known->second = line.id;
    ++lines_;
    for (std::size_t i = 0; i < kKinds; ++i) {
      if (does_take(static_cast<Kind>(i), message.sender)) write(slots_[i], line.text);
    }
  }
  if (known->second > 0) callbacks_.on_taken({.sender = message.sender, .last = known->second});
}

void NotifyFifos::stop() {
  is_stopping_ = true;
  for (auto& slot : slots_) {
    slot.retry->cancel();
    if (slot.fifo != nullptr && slot.fifo->is_empty()) end_fifo(slot);
  }
}

bool NotifyFifos::is_done() const {
  return std::all_of(slots_.begin(), slots_.end(),
                     [](const Slot& slot) { return slot.fifo == nullptr && slot.reader == 0; });
}

void NotifyFifos::give_up() {
  for (const auto& [key, reader] : readers_) reader->signal(SIGKILL);
  for (auto& slot : slots_) end_fifo(slot);
}

std::uint64_t NotifyFifos::dropped() const {
  std::uint64_t sum = dropped_before_;
  for (const auto& slot : slots_) {
    sum += slot.waiting.dropped() + (slot.fifo == nullptr ? 0 : slot.fifo->dropped());
  }
  return sum;
}

}  // namespace evenkeel::runner
