// The glue that libcurl's documentation asks of a user of curl_multi_socket_action.
#include "checker/probe/curl_loop.h"

#include <unistd.h>

#include <utility>

namespace evenkeel::checker {

CurlLoop::CurlLoop(const CurlLibrary& curl, EventLoop& loop, OnDone on_done)
    : curl_(curl),
      loop_(loop),
      on_done_(std::move(on_done)),
      multi_(curl.multi_init()),
      timer_(loop.make_timer([this] { act(CURL_SOCKET_TIMEOUT, 0); })) {
  curl_.multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlLoop::on_socket);
  curl_.multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_.multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlLoop::on_timeout);
  curl_.multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
}

CurlLoop::~CurlLoop() { curl_.multi_cleanup(multi_); }

void CurlLoop::add(CURL* easy) { curl_.multi_add_handle(multi_, easy); }

void CurlLoop::remove(CURL* easy) { curl_.multi_remove_handle(multi_, easy); }

int CurlLoop::close_socket(void* self, curl_socket_t fd) {
  static_cast<CurlLoop*>(self)->watches_.erase(fd);
  return ::close(fd);
}

int CurlLoop::on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) {
  static_cast<CurlLoop*>(self)->want(fd, what);
  return 0;
}

int CurlLoop::on_timeout(CURLM*, long milliseconds, void* self) {
  auto& loop = *static_cast<CurlLoop*>(self);
  if (milliseconds < 0) {
    loop.timer_->cancel();
  } else {
    loop.timer_->arm(loop.loop_.now() + std::chrono::milliseconds(milliseconds));
  }
  return 0;
}

void CurlLoop::want(curl_socket_t fd, int what) {
  if (what == CURL_POLL_REMOVE) {
    watches_.erase(fd);
    return;
  }
  const Readiness interest{.readable = (what & CURL_POLL_IN) != 0,
                           .writable = (what & CURL_POLL_OUT) != 0};
  auto& watch = watches_[fd];
  if (watch) {
    watch->want(interest);
    return;
  }
  watch = loop_.watch(fd, interest, [this, fd](Readiness ready) {
    act(fd, (ready.readable ? CURL_CSELECT_IN : 0) | (ready.writable ? CURL_CSELECT_OUT : 0));
  });
}

void CurlLoop::act(curl_socket_t fd, int events) {
  int running = 0;
  curl_.multi_socket_action(multi_, fd, events, &running);
  report_done();
}

void CurlLoop::report_done() {
  int left = 0;
  while (const CURLMsg* message = curl_.multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    // The message dies with remove(), which on_done may call.
    CURL* const easy = message->easy_handle;
    const CURLcode code = message->data.result;
    on_done_(easy, code);
  }
}

}  // namespace evenkeel::checker
