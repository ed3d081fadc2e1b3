// One client of the HTTP server, as a small state machine over a non-blocking socket:
// reading → answering → reading …, answering → following, and draining before a close that must
// not cost the client its answer.
#include "daemon/core/http_connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace evenkeel::http {

namespace {

constexpr std::size_t kReadPiece = 8U << 10U;
// A piece below this is not worth a system call of its own.
constexpr std::size_t kWorthwhilePiece = 16U << 10U;
// How much and how long a client that is being closed may still talk.
constexpr std::size_t kDrainBytes = 256U << 10U;
constexpr std::chrono::milliseconds kDrainTime{1000};

HttpPeer peer_of(int fd) {
  HttpPeer peer;
  int domain = 0;
  socklen_t size = sizeof(domain);
  if (::getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0 || domain != AF_UNIX) {
    return peer;
  }
  ucred credentials{};
  size = sizeof(credentials);
  if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return peer;
  return {.is_local = true, .uid = credentials.uid, .gid = credentials.gid, .pid = credentials.pid};
}

}  // namespace

Connection::Connection(EventLoop& loop, Shared& shared, std::uint64_t id, FileDescriptor socket)
    : loop_(loop),
      shared_(shared),
      id_(id),
      socket_(std::move(socket)),
      peer_(peer_of(socket_.get())),
      parser_(shared.limits) {
  deadline_ = loop_.make_timer([this] { on_deadline(); });
  watch_ =
      loop_.watch(socket_.get(), {.readable = true}, [this](Readiness ready) { on_ready(ready); });
  expect_within(shared_.limits.request_time);
}

Connection::~Connection() {
  if (is_follower_) --shared_.followers;
}

void Connection::on_ready(Readiness ready) {
  if (ready.writable && has_output()) write_some();
  if (!ready.readable) return;
  switch (phase_) {
    case Phase::reading:
      return read_some();
    case Phase::following:
    case Phase::draining:
      return discard_input();
    case Phase::answering:
    case Phase::closed:
      return;
  }
}

void Connection::on_deadline() {
  switch (phase_) {
    case Phase::reading:
      // Silence between requests is nobody's fault; half a request is.
      return has_begun_ ? reject(HttpRejection::request_timeout) : close();
    case Phase::answering:
    case Phase::following:
      ++shared_.counters.rejected[static_cast<std::size_t>(HttpRejection::slow_reader)];
      return close();
    case Phase::draining:
      return close();
    case Phase::closed:
      return;
  }
}

void Connection::read_some() {
  const auto old_size = in_.size();
  in_.resize(old_size + kReadPiece);
  const auto got = ::recv(socket_.get(), in_.data() + old_size, kReadPiece, MSG_DONTWAIT);
  const int error = errno;
  in_.resize(old_size + (got > 0 ? static_cast<std::size_t>(got) : 0));
  if (got > 0) return process_input();
  if (got < 0 && (error == EAGAIN || error == EINTR)) return;
  close();
}

void Connection::discard_input() {
  std::array<char, kReadPiece> buffer;
  const auto got = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got > 0) discarded_ += static_cast<std::size_t>(got);
  if (got <= 0 || discarded_ > kDrainBytes) close();
}

void Connection::process_input() {
  if (in_.empty()) return update_interest();
  if (!has_begun_) {
    has_begun_ = true;
    expect_within(shared_.limits.request_time);
  }
  switch (parser_.feed(in_)) {
    case Progress::need_more:
      if (parser_.take_expects_continue()) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
      return update_interest();
    case Progress::failed:
      return reject(parser_.failure());
    case Progress::complete:
      return answer_request();
  }
}

void Connection::answer_request() {
  auto request = parser_.take_request();
  if (!request) return reject(HttpRejection::malformed);
  const bool is_head = request->method == "HEAD";
  if (is_head) request->method = "GET";
  request->peer = peer_;
  ++requests_;
  auto response = shared_.handler(*request);
  if (response.after == HttpAfter::follow && shared_.followers >= shared_.limits.followers) {
    response = rejection_response(HttpRejection::too_many_connections);
  }
  if (response.after == HttpAfter::follow && !is_head) {
    is_follower_ = true;
    ++shared_.followers;
  }
  const bool is_open_ended = response.next_piece || response.after == HttpAfter::follow;
  framing_ = !is_open_ended        ? Framing::length
             : parser_.is_http11() ? Framing::chunked
                                   : Framing::until_close;
  const bool must_close = !parser_.wants_keep_alive() || framing_ == Framing::until_close;
  begin_answer(std::move(response), must_close ? Persistence::close : Persistence::keep_alive);
  if (is_head) {
    // The same head, and nothing after it.
    out_.resize(out_.find("\r\n\r\n") + 4);
    response_.next_piece = nullptr;
    response_.after = HttpAfter::done;
    has_more_ = false;
    framing_ = Framing::length;
  }
}

void Connection::begin_answer(HttpResponse response, Persistence persistence) {
  phase_ = Phase::answering;
  response_ = std::move(response);
  persistence_ = persistence;
  const auto first_digit = std::clamp(response_.status / 100U, 1U, 5U);
  ++shared_.counters.responses[first_digit];
  out_ = head(response_, framing_, persistence_);
  out_sent_ = 0;
  out_ += framing_ == Framing::chunked ? chunk(response_.body) : response_.body;
  response_.body = {};
  has_more_ = static_cast<bool>(response_.next_piece) || framing_ == Framing::chunked;
  answer_deadline_ = loop_.now() + shared_.limits.answer_time;
  expect_within(shared_.limits.write_time);
  update_interest();
}

// Appends the next part of an open-ended answer, and its end after the last one.
void Connection::add_piece() {
  std::string piece;
  bool is_last = !response_.next_piece;
  while (!is_last && piece.size() < kWorthwhilePiece) is_last = !response_.next_piece(piece);
  out_ = framing_ == Framing::chunked ? chunk(piece) : std::move(piece);
  out_sent_ = 0;
  if (!is_last) return;
  has_more_ = false;
  response_.next_piece = nullptr;
  if (framing_ == Framing::chunked && response_.after == HttpAfter::done) out_ += kLastChunk;
}

void Connection::write_some() {
  const auto sent = ::send(socket_.get(), out_.data() + out_sent_, out_.size() - out_sent_,
                           MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0) {
    if (errno != EAGAIN && errno != EINTR) close();
    return;
  }
  out_sent_ += static_cast<std::size_t>(sent);
  if (phase_ == Phase::answering || phase_ == Phase::following) {
    expect_within(shared_.limits.write_time);
  }
  if (has_output()) return;
  out_.clear();
  out_sent_ = 0;
  if (phase_ == Phase::answering) {
    // One piece a turn: the next one is written when the loop has looked at everything else.
    if (has_more_) add_piece();
    if (!has_output() && !has_more_) return finish_answer();
  } else if (phase_ == Phase::following) {
    deadline_->cancel();
  }
  update_interest();
}

void Connection::finish_answer() {
  if (response_.after == HttpAfter::follow) {
    phase_ = Phase::following;
    deadline_->cancel();
    return update_interest();
  }
  run_after_reply();
  if (persistence_ == Persistence::close) return drain();
  phase_ = Phase::reading;
  has_begun_ = false;
  parser_.reset();
  out_.shrink_to_fit();
  expect_within(shared_.limits.idle_time);
  process_input();
}

void Connection::reject(HttpRejection rejection) {
  ++shared_.counters.rejected[static_cast<std::size_t>(rejection)];
  framing_ = Framing::length;
  begin_answer(rejection_response(rejection), Persistence::close);
}

void Connection::turn_away(HttpRejection rejection) { reject(rejection); }

// Closing with unread input would reset the connection and could cost the client its answer.
void Connection::drain() {
  phase_ = Phase::draining;
  ::shutdown(socket_.get(), SHUT_WR);
  deadline_->arm(loop_.now() + kDrainTime);
  update_interest();
}

void Connection::publish(const std::string& text) {
  const bool is_pending_follower =
      phase_ == Phase::answering && response_.after == HttpAfter::follow;
  if (phase_ != Phase::following && !is_pending_follower) return;
  // A follower whose first pieces are still being written reads the text from them.
  if (is_pending_follower && response_.next_piece) return;
  if (out_.size() - out_sent_ + text.size() > shared_.limits.pending_bytes) {
    ++shared_.counters.rejected[static_cast<std::size_t>(HttpRejection::slow_reader)];
    return close();
  }
  if (!has_output()) expect_within(shared_.limits.write_time);
  if (out_sent_ > 0) out_.erase(0, std::exchange(out_sent_, 0));
  out_ += framing_ == Framing::chunked ? chunk(text) : text;
  update_interest();
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  if (std::exchange(is_follower_, false)) --shared_.followers;
  phase_ = Phase::closed;
  deadline_->cancel();
  watch_.reset();
  socket_.reset();
  run_after_reply();
  shared_.on_closed(id_);
}

void Connection::run_after_reply() {
  const auto callback = std::exchange(response_.after_reply, nullptr);
  if (callback) callback();
}

void Connection::update_interest() {
  if (!watch_) return;
  const bool wants_input = phase_ != Phase::answering;
  watch_->want({.readable = wants_input, .writable = has_output()});
}

void Connection::expect_within(std::chrono::milliseconds time) {
  auto when = loop_.now() + time;
  if (phase_ == Phase::answering && response_.after == HttpAfter::done) {
    when = std::min(when, answer_deadline_);
  }
  deadline_->arm(when);
}

}  // namespace evenkeel::http
