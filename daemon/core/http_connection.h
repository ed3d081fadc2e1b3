// One client of the HTTP server: reads requests, writes answers piece by piece, keeps time. Owns
// the connected descriptor. Used by http_server.cpp alone.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "daemon/core/http_parser.h"
#include "daemon/core/http_text.h"
#include "evenkeel/event_loop.h"
#include "evenkeel/file_descriptor.h"
#include "evenkeel/http_server.h"

namespace evenkeel::http {

// What all connections of a server share; outlives them.
struct Shared {
  HttpHandler handler;
  HttpLimits limits;
  HttpCounters counters;
  std::size_t followers = 0;
  // The connection is finished; it may be destroyed on a later turn of the loop.
  std::function<void(std::uint64_t id)> on_closed;
};

class Connection {
 public:
  Connection(EventLoop& loop, Shared& shared, std::uint64_t id, FileDescriptor socket);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Adds to a follower's answer; nothing for the others.
  void publish(const std::string& text);
  // Ends it now, without an answer.
  void close();
  // Answers a client that may not come in, then closes.
  void turn_away(HttpRejection rejection);

  // Idle: between two requests. Reading: a request has begun or is awaited for the first time.
  bool is_idle() const { return phase_ == Phase::reading && !has_begun_ && requests_ > 0; }
  bool is_reading() const { return phase_ == Phase::reading; }

 private:
  enum class Phase : std::uint8_t { reading, answering, following, draining, closed };

  void on_ready(Readiness ready);
  void on_deadline();
  void read_some();
  void discard_input();
  void process_input();
  void answer_request();
  void begin_answer(HttpResponse response, Persistence persistence);
  void add_piece();
  void write_some();
  void finish_answer();
  void reject(HttpRejection rejection);
  void drain();
  void run_after_reply();
  void update_interest();
  void expect_within(std::chrono::milliseconds time);
  bool has_output() const { return out_sent_ < out_.size(); }

  EventLoop& loop_;
  Shared& shared_;
  std::uint64_t id_;
  FileDescriptor socket_;
  HttpPeer peer_;
  RequestParser parser_;
  std::unique_ptr<Timer> deadline_;
  std::unique_ptr<Watch> watch_;
  Phase phase_ = Phase::reading;
  bool has_begun_ = false;  // a byte of the awaited request has arrived
  std::uint64_t requests_ = 0;
  std::string in_;
  std::string out_;
  std::size_t out_sent_ = 0;
  std::size_t discarded_ = 0;
  HttpResponse response_;
  bool is_follower_ = false;
  bool has_more_ = false;  // next_piece is to be called again
  Framing framing_ = Framing::length;
  Persistence persistence_ = Persistence::keep_alive;
  TimePoint answer_deadline_{};
};

}  // namespace evenkeel::http
