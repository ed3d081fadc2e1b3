// Options of libcurl for a health check: one request on one fresh connection, nothing followed,
// nothing remembered, nothing taken from the environment.
#include "checker/probe/http_transfer.h"

#include <net/if.h>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "checker/probe/limits.h"
#include "checker/probe/socket.h"

namespace evenkeel::checker {

namespace {

constexpr long kReceiveBuffer = 8192;

std::string in_lower_case_first(std::string text) {
  const bool is_word = text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])) != 0;
  if (is_word) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

}  // namespace

HttpTransfer::HttpTransfer(const CurlLibrary& curl, CurlLoop& sockets, CURL* easy,
                           const Attempt& attempt, TimePoint now)
    : curl_(curl),
      easy_(easy),
      attempt_(attempt),
      started_(now),
      heard_(now),
      connect_to_(nullptr, FreeList{curl.slist_free_all}),
      headers_(nullptr, FreeList{curl.slist_free_all}),
      digest_(nullptr, FreeDigest{curl.digest_free}) {
  if (!url().digest.empty()) {
    digest_.reset(curl_.digest_new());
    if (curl_.digest_init(digest_.get(), curl_.md5(), nullptr) != 1) {
      local_error_ = "MD5 is not available on this system";
    }
  }
  set_request(make_request(probe(), url(), attempt_.target));
  set_limits();
  set_callbacks(sockets);
}

void HttpTransfer::set_request(const HttpRequest& request) {
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_REQUEST_TARGET, request.target.c_str());
  connect_to_.reset(curl_.slist_append(nullptr, request.connect_to.c_str()));
  set(CURLOPT_CONNECT_TO, connect_to_.get());
  for (const auto& header : request.headers) {
    headers_.reset(curl_.slist_append(headers_.release(), header.c_str()));
  }
  set(CURLOPT_HTTPHEADER, headers_.get());
  set(CURLOPT_USERAGENT, "evenkeel/" EVENKEEL_VERSION);
  const bool is_new = probe().version == HttpVersion::http11;
  set(CURLOPT_HTTP_VERSION, is_new ? long{CURL_HTTP_VERSION_1_1} : long{CURL_HTTP_VERSION_1_0});
  if (is_link_local(attempt_.target.address)) {
    const auto scope = ::if_nametoindex(attempt_.check.source->interface.c_str());
    set(CURLOPT_ADDRESS_SCOPE, static_cast<long>(scope));
  }
}

void HttpTransfer::set_limits() {
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_FRESH_CONNECT, 1L);
  set(CURLOPT_FORBID_REUSE, 1L);
  set(CURLOPT_DNS_CACHE_TIMEOUT, 0L);
  set(CURLOPT_BUFFERSIZE, kReceiveBuffer);
  set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
  // A check asks whether the server works, not who it is: real servers often hold certificates
  // for the virtual host's name, self-signed or out of date. keepalived does not verify either.
  set(CURLOPT_SSL_VERIFYPEER, 0L);
  set(CURLOPT_SSL_VERIFYHOST, 0L);
  set(CURLOPT_SSL_ENABLE_ALPN, 0L);
  set(CURLOPT_SSL_SESSIONID_CACHE, 0L);
}

void HttpTransfer::set_callbacks(CurlLoop& sockets) {
  set(CURLOPT_PRIVATE, static_cast<void*>(this));
  set(CURLOPT_ERRORBUFFER, error_.data());
  set(CURLOPT_OPENSOCKETFUNCTION, &HttpTransfer::open_socket);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
  set(CURLOPT_CLOSESOCKETFUNCTION, &CurlLoop::close_socket);
  set(CURLOPT_CLOSESOCKETDATA, static_cast<void*>(&sockets));
  set(CURLOPT_PREREQFUNCTION, &HttpTransfer::on_connected);
  set(CURLOPT_PREREQDATA, static_cast<void*>(this));
  set(CURLOPT_HEADERFUNCTION, &HttpTransfer::on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(CURLOPT_WRITEFUNCTION, &HttpTransfer::on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
}

curl_socket_t HttpTransfer::open_socket(void* self, curlsocktype, curl_sockaddr*) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  if (!transfer.local_error_.empty()) return CURL_SOCKET_BAD;
  auto socket = open_stream_socket(transfer.attempt_.check, transfer.attempt_.target);
  if (socket) return transfer.socket_ = socket->release();
  transfer.local_error_ = std::move(socket.error().what);
  return CURL_SOCKET_BAD;
}

int HttpTransfer::on_connected(void* self, char*, char*, int, int) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  transfer.is_connected_ = true;
  transfer.heard_ = Clock::now();
  return CURL_PREREQFUNC_OK;
}

std::size_t HttpTransfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  return static_cast<HttpTransfer*>(self)->take_header({data, size * count});
}

std::size_t HttpTransfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  return static_cast<HttpTransfer*>(self)->take_body({data, size * count});
}

std::size_t HttpTransfer::take_header(std::string_view line) {
  heard_ = Clock::now();
  header_bytes_ += line.size();
  if (header_bytes_ > kMaxHeaders) {
    header_error_ = "headers longer than " + std::to_string(kMaxHeaders) + " bytes";
    return 0;
  }
  if (line == "\r\n" || line == "\n") has_headers_ = true;
  return line.size();
}

std::size_t HttpTransfer::take_body(std::string_view bytes) {
  heard_ = Clock::now();
  body_bytes_ += bytes.size();
  if (body_bytes_ > kMaxBody) return 0;
  if (digest_) curl_.digest_update(digest_.get(), bytes.data(), bytes.size());
  return bytes.size();
}

ProbeResult HttpTransfer::on_done(CURLcode code, TimePoint now) {
  // An answer that ends early is judged by what came, as keepalived does: many servers close
  // without the last bytes of HTTP or TLS. So is one that was cut at our own limit.
  const bool is_cut =
      code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR || code == CURLE_WRITE_ERROR;
  if (code != CURLE_OK && !(is_cut && has_headers_ && header_error_.empty())) {
    return result({.passed = false, .reason = error_text(code)}, now);
  }
  HttpAnswer answer{.digest = digest(), .is_too_large = body_bytes_ > kMaxBody};
  curl_.easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &answer.status);
  return result(judge(url(), answer), now);
}

TimePoint HttpTransfer::deadline() const {
  const auto patience = attempt_.check.connect_timeout;
  return std::min(heard_ + patience, started_ + kAnswerFactor * patience);
}

ProbeResult HttpTransfer::on_timeout(TimePoint now) const {
  const auto patience = to_text(attempt_.check.connect_timeout);
  if (!is_connected_) {
    SocketAddress peer{.any = {}, .size = sizeof(sockaddr_in6)};
    const bool is_open = socket_ >= 0 && ::getpeername(socket_, &peer.any, &peer.size) == 0;
    const std::string what = is_open ? "TLS handshake" : "connection";
    return result({.passed = false, .reason = what + " timed out after " + patience}, now);
  }
  const bool is_silent = now >= heard_ + attempt_.check.connect_timeout;
  return result({.passed = false,
                 .reason = is_silent ? "no answer for " + patience
                                     : "answer not complete after " +
                                           to_text(kAnswerFactor * attempt_.check.connect_timeout)},
                now);
}

std::string HttpTransfer::digest() const {
  if (!digest_) return {};
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  curl_.digest_final(digest_.get(), bytes.data(), &size);
  std::string text;
  for (const auto byte : std::basic_string_view(bytes.data(), size)) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

std::string HttpTransfer::error_text(CURLcode code) const {
  if (!local_error_.empty()) return local_error_;
  if (!header_error_.empty()) return header_error_;
  long error = 0;
  curl_.easy_getinfo(easy_, CURLINFO_OS_ERRNO, &error);
  // libcurl's own text names the time taken, so that no two would be alike.
  if (code == CURLE_COULDNT_CONNECT && error != 0) return reason_of(static_cast<int>(error));
  // It limits a single line itself, and says so by this code.
  if (code == CURLE_OUT_OF_MEMORY && is_connected_) return "header line too long";
  if (error_[0] == '\0') return in_lower_case_first(curl_.easy_strerror(code));
  std::string_view text(error_.data());
  for (const std::string_view prefix : {"Recv failure: ", "Send failure: "}) {
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  }
  return in_lower_case_first(std::string(text));
}

ProbeResult HttpTransfer::result(ProbeResult result, TimePoint now) const {
  result.took = std::chrono::duration_cast<Duration>(now - started_);
  return result;
}

}  // namespace evenkeel::checker
