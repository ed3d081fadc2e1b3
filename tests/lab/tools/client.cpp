// A client of a virtual service: opens connections at a steady rate, asks each for the server's
// name, and writes what it saw as JSON when it ends (--duration, SIGTERM). A connection without
// an answer within the limit is lost; the gap is the longest time without any answer. Time in
// which this process itself was held up counts for neither: nobody would have asked then.
// --keep N holds N connections open instead, and asks on each of them ten times a second.

#include "tool.h"

namespace {

using lab::Clock;
using lab::Time;

constexpr std::uint64_t kStop = 0;
constexpr std::string_view kQuestion = "?\n";
constexpr auto kKeptInterval = lab::milliseconds(100);
constexpr auto kHeldUp = lab::milliseconds(50);  // Later than this, the machine stood still.

struct Settings {
  std::string host = "127.0.0.1";
  std::uint16_t port = 80;
  std::string bind;
  int type = SOCK_STREAM;
  double rate = 50;
  std::size_t keep = 0;
  Clock::duration duration = std::chrono::hours(24);
  Clock::duration limit = std::chrono::seconds(1);
  Clock::duration base = std::chrono::seconds(2);
  std::string out;
};

struct Result {
  std::uint64_t opened = 0;
  std::uint64_t answered = 0;
  std::uint64_t lost = 0;
  std::uint64_t refused = 0;  // Of the lost: those that failed at once.
  std::uint64_t cut = 0;      // Of the refused: those that had been accepted before.
  Clock::duration gap{};
  Clock::duration base_gap{};
  Clock::duration slowest{};
  Clock::duration held_up{};
  double gap_at = 0;  // Seconds after the start at which the longest gap began.
  std::map<std::string, std::uint64_t> servers;
};

std::string to_json(const Result& result) {
  std::string servers;
  for (const auto& [name, count] : result.servers) {
    servers += (servers.empty() ? "\"" : ", \"") + name + "\": " + std::to_string(count);
  }
  char text[512];
  std::snprintf(text, sizeof text,
                "{\"opened\": %llu, \"answered\": %llu, \"lost\": %llu, \"refused\": %llu, "
                "\"cut\": %llu, \"gap_ms\": %.0f, \"gap_at_s\": %.2f, \"base_gap_ms\": %.0f, "
                "\"slowest_ms\": %.0f, \"held_up_ms\": %.0f, \"servers\": {",
                static_cast<unsigned long long>(result.opened),
                static_cast<unsigned long long>(result.answered),
                static_cast<unsigned long long>(result.lost),
                static_cast<unsigned long long>(result.refused),
                static_cast<unsigned long long>(result.cut), lab::to_milliseconds(result.gap),
                result.gap_at, lab::to_milliseconds(result.base_gap),
                lab::to_milliseconds(result.slowest), lab::to_milliseconds(result.held_up));
  return text + servers + "}}\n";
}

class Client {
 public:
  explicit Client(const Settings& settings)
      : settings_(settings),
        target_(lab::socket_address(settings.host, settings.port)),
        stop_(lab::stop_signals()) {
    epoll_.add(stop_.get(), EPOLLIN, kStop);
  }

  Result run() {
    start_ = last_answer_ = Clock::now();
    end_ = start_ + settings_.duration;
    while (Clock::now() < end_) {
      open_due();
      turn(std::min({end_, next_deadline()}));
    }
    end_ = std::min(end_, Clock::now());
    count_gap(end_);
    while (settings_.keep == 0 && !attempts_.empty()) turn(next_deadline());
    lose_late();
    return result_;
  }

 private:
  struct Attempt {
    lab::Fd fd;
    Time asked;
    std::string answer;
    bool waiting = true;
    bool accepted = false;
  };

  // Every connection that is due by now is opened, also after this process was held up.
  void open_due() {
    const double elapsed = lab::to_seconds(Clock::now() - start_);
    const auto due = settings_.keep > 0 ? settings_.keep
                                        : static_cast<std::uint64_t>(elapsed * settings_.rate) + 1;
    while (result_.opened < due) open_one();
  }

  void open_one() {
    const std::uint64_t key = ++result_.opened;
    lab::Fd fd = lab::checked(
        socket(target_.storage.ss_family, settings_.type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0),
        "socket");
    if (!settings_.bind.empty()) {
      const auto source = lab::socket_address(settings_.bind, 0);
      if (bind(fd.get(), source.get(), source.size) != 0) lab::die_errno("bind");
    }
    const bool failed = connect(fd.get(), target_.get(), target_.size) != 0 && errno != EINPROGRESS;
    epoll_.add(fd.get(), EPOLLOUT, key);
    attempts_.emplace(key, Attempt{std::move(fd), Clock::now(), {}});
    if (failed) lose_at_once(key);
  }

  Time next_deadline() const {
    Time deadline = Clock::now() + lab::milliseconds(500);
    if (settings_.keep > 0) return Clock::now() + lab::milliseconds(20);
    if (Clock::now() < end_) {
      const double next = static_cast<double>(result_.opened) / settings_.rate;
      deadline = std::min(deadline, start_ + lab::from_seconds(next));
    }
    if (!attempts_.empty()) {
      deadline = std::min(deadline, attempts_.begin()->second.asked + settings_.limit);
    }
    return deadline;
  }

  void turn(Time deadline) {
    const Time from = std::max(deadline, Clock::now());
    const auto events = epoll_.wait_until(deadline);
    if (const auto late = Clock::now() - from; late > kHeldUp) forgive(late);
    for (const epoll_event& event : events) {
      if (event.data.u64 == kStop) {
        end_ = std::min(end_, Clock::now());
        epoll_.change(stop_.get(), 0, kStop);
      } else {
        on_ready(event.data.u64, event.events);
      }
    }
    settings_.keep > 0 ? ask_kept() : lose_late();
  }

  void forgive(Clock::duration held_up) {
    result_.held_up += held_up;
    start_ += held_up;
    last_answer_ += held_up;
    for (auto& [key, attempt] : attempts_) attempt.asked += held_up;
  }

  void on_ready(std::uint64_t key, std::uint32_t events) {
    const auto found = attempts_.find(key);
    if (found == attempts_.end()) return;
    Attempt& attempt = found->second;
    if ((events & (EPOLLERR | EPOLLHUP)) != 0) return lose_at_once(key);
    if ((events & EPOLLOUT) != 0) {
      if (!ask(attempt)) return lose_at_once(key);
      return epoll_.change(attempt.fd.get(), EPOLLIN, key);
    }
    char bytes[256];
    const ssize_t count = recv(attempt.fd.get(), bytes, sizeof bytes, 0);
    if (count <= 0) return lose_at_once(key);
    attempt.answer.append(bytes, static_cast<std::size_t>(count));
    if (attempt.answer.ends_with('\n')) on_answer(key, attempt);
  }

  static bool ask(Attempt& attempt) {
    attempt.accepted = true;
    return send(attempt.fd.get(), kQuestion.data(), kQuestion.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(kQuestion.size());
  }

  void on_answer(std::uint64_t key, Attempt& attempt) {
    const Time now = Clock::now();
    ++result_.answered;
    ++result_.servers[attempt.answer.substr(0, attempt.answer.size() - 1)];
    result_.slowest = std::max(result_.slowest, now - attempt.asked);
    if (now <= end_) count_gap(now);
    attempt.answer.clear();
    attempt.waiting = false;
    if (settings_.keep == 0) attempts_.erase(key);
  }

  void ask_kept() {
    const Time now = Clock::now();
    for (auto& [key, attempt] : attempts_) {
      if (attempt.waiting || now < attempt.asked + kKeptInterval) continue;
      attempt.asked = now;
      attempt.waiting = true;
      ask(attempt);
    }
  }

  void count_gap(Time now) {
    const auto gap = now - last_answer_;
    if (gap > result_.gap) {
      result_.gap = gap;
      result_.gap_at = lab::to_seconds(last_answer_ - start_);
    }
    if (now - start_ <= settings_.base) result_.base_gap = std::max(result_.base_gap, gap);
    last_answer_ = now;
  }

  void lose_late() {
    const Time now = Clock::now();
    const auto lost = std::erase_if(attempts_, [&](const auto& entry) {
      return entry.second.waiting && entry.second.asked + settings_.limit <= now;
    });
    result_.lost += lost;
  }

  void lose_at_once(std::uint64_t key) {
    const auto found = attempts_.find(key);
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(found->second.fd.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    ++result_.lost;
    ++result_.refused;
    if (found->second.accepted || error == ECONNRESET) ++result_.cut;
    attempts_.erase(found);
  }

  Settings settings_;
  lab::SocketAddress target_;
  lab::Epoll epoll_;
  lab::Fd stop_;
  std::map<std::uint64_t, Attempt> attempts_;  // In the order of opening.
  Time start_, end_, last_answer_;
  Result result_;
};

Settings parse(int argc, char** argv) {
  Settings settings;
  const auto rest = lab::parse_options(
      argc, argv,
      {{"--rate", [&](const std::string& word) { settings.rate = std::stod(word); }},
       {"--keep", [&](const std::string& word) { settings.keep = std::stoul(word); }},
       {"--bind", [&](const std::string& word) { settings.bind = word; }},
       {"--protocol",
        [&](const std::string& word) { settings.type = word == "udp" ? SOCK_DGRAM : SOCK_STREAM; }},
       {"--duration",
        [&](const std::string& word) { settings.duration = lab::from_seconds(std::stod(word)); }},
       {"--base",
        [&](const std::string& word) { settings.base = lab::from_seconds(std::stod(word)); }},
       {"--out", [&](const std::string& word) { settings.out = word; }}});
  if (rest.size() != 2) lab::die("usage: lab-client [OPTION VALUE]... ADDRESS PORT");
  settings.host = rest[0];
  settings.port = static_cast<std::uint16_t>(std::stoul(rest[1]));
  return settings;
}

}  // namespace

int main(int argc, char** argv) {
  const Settings settings = parse(argc, argv);
  lab::become_urgent();
  const std::string json = to_json(Client(settings).run());
  FILE* out = settings.out.empty() ? stdout : std::fopen(settings.out.c_str(), "w");
  if (out == nullptr || std::fputs(json.c_str(), out) < 0) lab::die_errno(settings.out);
  std::fclose(out);
}
