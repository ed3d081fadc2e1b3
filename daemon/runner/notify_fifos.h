// The notify FIFOs of the configuration and the scripts that read them: who gets which line, when
// a line counts as taken, and that a reader which ends is started again. Used by the runner.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "daemon/runner/fifo.h"
#include "daemon/runner/identity.h"
#include "daemon/runner/process.h"
#include "evenkeel/config.h"
#include "evenkeel/event_loop.h"
#include "evenkeel/line_outbox.h"
#include "evenkeel/messages.h"

namespace evenkeel::runner {

class NotifyFifos {
 public:
  struct Callbacks {
    std::function<Result<Identity>(const Script&)> permit;
    std::function<Result<FifoOwner>(const NotifyFifo&)> owner_of;
    std::function<void(const LinesTaken&)> on_taken;
    std::function<void(Severity, const std::string& text)> tell;
    std::function<void(const std::string& line)> on_output;  // of a reader
    std::function<void()> on_idle;                           // is_done() may have changed
  };

  NotifyFifos(EventLoop& loop, const std::string& runtime_dir, Callbacks callbacks);

  // What is unchanged stays open, with its reader.
  void configure(const NotifySettings& settings);
  void take(const NotifyLines& message);

  // Nothing more comes: each FIFO ends once it is written, and with it its reader.
  void stop();
  bool is_done() const;
  // Ends what nobody reads, and readers that outlive the end of their FIFO.
  void give_up();

  std::uint64_t lines() const { return lines_; }
  std::uint64_t dropped() const;

 private:
  // Whose lines go in.
  enum class Kind : unsigned char { all, vrrp, lvs };
  static constexpr std::size_t kKinds = 3;
  struct Slot {
    NotifyFifo config;
    std::unique_ptr<Fifo> fifo;
    LineQueue waiting{kMaxNotifyLines};  // while it cannot be opened
    std::uint64_t reader = 0;            // its key in readers_; 0: none
    std::unique_ptr<Timer> retry;        // of the FIFO or its reader
    Duration reader_delay = kRetryInterval;
    TimePoint reader_started{};
    std::string problem;  // as told last
  };

  void forget_others(const std::array<NotifyFifo, kKinds>& wanted);
  static bool does_take(Kind kind, WorkerKind sender);
  void set(Slot& slot, const NotifyFifo& config);
  void open(Slot& slot);
  static void write(Slot& slot, const std::string& line);
  void close(Slot& slot);
  void end_fifo(Slot& slot);
  void start_reader(Slot& slot);
  void on_reader_end(std::uint64_t key, int status);
  void complain(Slot& slot, const std::string& problem);

  EventLoop& loop_;
  Callbacks callbacks_;
  FifoRecord record_;
  std::array<Slot, kKinds> slots_;
  std::map<std::uint64_t, std::unique_ptr<Process>> readers_;  // those on their way out too
  std::uint64_t next_reader_ = 1;
  std::map<WorkerKind, std::uint64_t> last_;  // line taken of each sender that has replayed
  std::uint64_t lines_ = 0;
  std::uint64_t dropped_before_ = 0;  // by FIFOs that are closed
  bool is_stopping_ = false;
};

}  // namespace evenkeel::runner
