// The running transfers and the pool of handles between the checker and libcurl.
#include "checker/probe/http_probe.h"

#include <unordered_map>
#include <utility>
#include <vector>

#include "checker/probe/curl_loop.h"
#include "checker/probe/http_transfer.h"
#include "checker/probe/limits.h"

namespace evenkeel::checker {

struct HttpProber::Engine {
  Engine(const CurlLibrary& library, HttpProber& prober)
      : curl(library),
        owner(prober),
        sockets(curl, prober.loop_, [this](CURL* easy, CURLcode code) { on_done(easy, code); }) {}
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  CURL* take_handle();
  void drop(Id id);
  void on_done(CURL* easy, CURLcode code);

  const CurlLibrary curl;
  HttpProber& owner;
  CurlLoop sockets;
  std::vector<CURL*> idle;
  std::unordered_map<Id, std::unique_ptr<HttpTransfer>> transfers;
  std::unordered_map<CURL*, Id> ids;
};

HttpProber::Engine::~Engine() {
  while (!transfers.empty()) drop(transfers.begin()->first);
  for (CURL* easy : idle) curl.easy_cleanup(easy);
}

CURL* HttpProber::Engine::take_handle() {
  if (idle.empty()) return curl.easy_init();
  CURL* const easy = idle.back();
  idle.pop_back();
  return easy;
}

void HttpProber::Engine::drop(Id id) {
  const auto found = transfers.find(id);
  if (found == transfers.end()) return;
  CURL* const easy = found->second->easy();
  sockets.remove(easy);
  ids.erase(easy);
  transfers.erase(found);
  if (idle.size() < kIdleHandles) {
    curl.easy_reset(easy);
    idle.push_back(easy);
  } else {
    curl.easy_cleanup(easy);
  }
}

void HttpProber::Engine::on_done(CURL* easy, CURLcode code) {
  const auto id = ids.at(easy);
  auto result = transfers.at(id)->on_done(code, owner.loop_.now());
  drop(id);
  owner.callback_(id, std::move(result));
}

HttpProber::HttpProber(EventLoop& loop, Callback callback)
    : loop_(loop), callback_(std::move(callback)) {}

HttpProber::~HttpProber() = default;

void HttpProber::start(Id id, const Attempt& attempt) {
  if (!engine_) {
    if (auto library = load_curl()) {
      engine_ = std::make_unique<Engine>(*library, *this);
    } else {
      callback_(id, {.passed = false, .reason = library.error().what});
      return;
    }
  }
  CURL* const easy = engine_->take_handle();
  if (easy == nullptr) {
    callback_(id, {.passed = false, .reason = "out of memory"});
    return;
  }
  engine_->transfers[id] =
      std::make_unique<HttpTransfer>(engine_->curl, engine_->sockets, easy, attempt, loop_.now());
  engine_->ids[easy] = id;
  engine_->sockets.add(easy);
}

void HttpProber::cancel(Id id) {
  if (engine_) engine_->drop(id);
}

std::optional<TimePoint> HttpProber::on_deadline(Id id) {
  const auto found = engine_->transfers.find(id);
  const auto now = loop_.now();
  if (const auto deadline = found->second->deadline(); deadline > now) return deadline;
  auto result = found->second->on_timeout(now);
  engine_->drop(id);
  callback_(id, std::move(result));
  return std::nullopt;
}

}  // namespace evenkeel::checker
