// libcurl's multi interface on the event loop: its sockets become watches, its timeout a timer.
// Closing a socket drops its watch first, so that libcurl and the loop never disagree about who
// owns a descriptor.
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>

#include "checker/probe/curl_library.h"
#include "evenkeel/event_loop.h"

namespace evenkeel::checker {

class CurlLoop {
 public:
  using OnDone = std::function<void(CURL*, CURLcode)>;

  CurlLoop(const CurlLibrary& curl, EventLoop& loop, OnDone on_done);
  ~CurlLoop();
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;

  // The transfer starts on a later turn. Must not be called from within libcurl's callbacks.
  void add(CURL* easy);
  void remove(CURL* easy);
  // For CURLOPT_CLOSESOCKETFUNCTION, with this object as its data.
  static int close_socket(void* self, curl_socket_t fd);

 private:
  static int on_socket(CURL* easy, curl_socket_t fd, int what, void* self, void* unused);
  static int on_timeout(CURLM* multi, long milliseconds, void* self);

  void want(curl_socket_t fd, int what);
  void act(curl_socket_t fd, int events);
  void report_done();

  const CurlLibrary& curl_;
  EventLoop& loop_;
  OnDone on_done_;
  CURLM* multi_;
  std::unique_ptr<Timer> timer_;
  std::unordered_map<curl_socket_t, std::unique_ptr<Watch>> watches_;
};

}  // namespace evenkeel::checker
