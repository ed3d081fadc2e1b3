// The exporter's process: keeps a store from its one-way channel and serves it over HTTP. Owns the
// metrics socket. It never sends: nobody who talks to it can reach the rest of us.
#include <malloc.h>

#include <memory>

#include "daemon/exporter/confinement.h"
#include "daemon/exporter/metric_pages.h"
#include "daemon/exporter/status_page.h"
#include "evenkeel/http_server.h"
#include "evenkeel/overload.h"
#include "evenkeel/store.h"
#include "evenkeel/worker.h"

namespace evenkeel::exporter {

namespace {

HttpResponse text_response(unsigned status, std::string text) {
  HttpResponse response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text);
  return response;
}

class Exporter final : public WorkerHandler {
 public:
  explicit Exporter(WorkerContext& context) : context_(context) {
    if (context.options.listen_fd >= 0) {
      server_ = std::make_unique<HttpServer>(
          context.loop, context.options.listen_fd,
          [this](const HttpRequest& request) { return answer(request); });
    }
    if (const auto confined = confine(); !confined) context.log.warning(confined.error().what);
  }

  void on_message(Message message) override {
    std::visit(Overload{
                   [this](const StateValue& value) { store_.apply(value); },
                   [this](const StateRemoved& removed) { store_.remove(removed.key); },
                   [this](Event& event) { store_.add(std::move(event)); },
                   [](const auto&) {},
               },
               message);
  }

  void on_stop() override { context_.exit(0); }

 private:
  HttpResponse answer(const HttpRequest& request) {
    if (request.method != "GET") return text_response(405, "this server answers GET only\n");
    const auto& path = request.target.path;
    if (path == "/metrics") return metrics();
    if (path == "/") return status_page();
    if (path == "/healthz") return text_response(200, "ok\n");
    return text_response(404, "there are /, /metrics and /healthz\n");
  }

  HttpResponse metrics() {
    HttpResponse response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.next_piece = [pages = MetricPages({.store = store_, .http = server_->counters()})](
                              std::string& piece) mutable { return pages.append(piece); };
    // What the pages took goes back to the system between two scrapes.
    response.after_reply = [] { ::malloc_trim(0); };
    return response;
  }

  HttpResponse status_page() {
    HttpResponse response;
    response.content_type = "text/html; charset=utf-8";
    response.headers = {
        {"Content-Security-Policy",
         "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
    };
    response.next_piece = [page = StatusPage(store_, wall_now())](std::string& piece) mutable {
      return page.append(piece);
    };
    return response;
  }

  WorkerContext& context_;
  Store store_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace

int run(const WorkerOptions& options) {
  return run_worker(options,
                    [](WorkerContext& context) { return std::make_unique<Exporter>(context); });
}

}  // namespace evenkeel::exporter
