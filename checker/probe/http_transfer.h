// One HTTP attempt: an easy handle set up for it, and what has come of the answer so far. All
// memory that a server's answer can take is bounded here.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "checker/probe/curl_library.h"
#include "checker/probe/curl_loop.h"
#include "checker/probe/http_request.h"
#include "checker/probe/prober.h"

namespace evenkeel::checker {

class HttpTransfer {
 public:
  // Everything outlives the transfer; `easy` is fresh or reset.
  HttpTransfer(const CurlLibrary& curl, CurlLoop& sockets, CURL* easy, const Attempt& attempt,
               TimePoint now);
  HttpTransfer(const HttpTransfer&) = delete;
  HttpTransfer& operator=(const HttpTransfer&) = delete;

  CURL* easy() const { return easy_; }
  ProbeResult on_done(CURLcode code, TimePoint now);
  // Until when silence is tolerated, after what was heard last.
  TimePoint deadline() const;
  ProbeResult on_timeout(TimePoint now) const;

 private:
  struct FreeDigest {
    decltype(&EVP_MD_CTX_free) free;
    void operator()(EVP_MD_CTX* context) const { free(context); }
  };
  struct FreeList {
    decltype(&curl_slist_free_all) free;
    void operator()(curl_slist* list) const { free(list); }
  };

  static curl_socket_t open_socket(void* self, curlsocktype, curl_sockaddr*);
  static int on_connected(void* self, char*, char*, int, int);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);

  template <typename Value>
  void set(CURLoption option, Value value) {
    curl_.easy_setopt(easy_, option, value);
  }
  void set_request(const HttpRequest& request);
  void set_limits();
  void set_callbacks(CurlLoop& sockets);
  std::size_t take_header(std::string_view line);
  std::size_t take_body(std::string_view bytes);
  std::string digest() const;
  std::string error_text(CURLcode code) const;
  const HttpProbe& probe() const { return std::get<HttpProbe>(*attempt_.check.probe); }
  const HttpUrl& url() const { return probe().urls[attempt_.step]; }
  ProbeResult result(ProbeResult result, TimePoint now) const;

  const CurlLibrary& curl_;
  CURL* easy_;
  Attempt attempt_;
  TimePoint started_;
  TimePoint heard_;  // of the server, last
  std::unique_ptr<curl_slist, FreeList> connect_to_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  std::unique_ptr<EVP_MD_CTX, FreeDigest> digest_;  // only if the URL has one
  curl_socket_t socket_ = CURL_SOCKET_BAD;          // libcurl's; open as long as the transfer
  std::string local_error_;                         // why the socket could not be made
  std::string header_error_;
  std::size_t header_bytes_ = 0;
  std::size_t body_bytes_ = 0;
  bool is_connected_ = false;
  bool has_headers_ = false;
  std::array<char, CURL_ERROR_SIZE> error_{};
};

}  // namespace evenkeel::checker
