// keelctl: wires command line, control socket and terminal.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "daemon/ctl/verbs.h"

namespace {

void print_to(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

std::string working_directory() {
  std::error_code error;
  return std::filesystem::current_path(error).string();
}

bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  return ::isatty(STDOUT_FILENO) == 1 && (no_colour == nullptr || *no_colour == '\0');
}

}  // namespace

int main(int argc, char** argv) {
  using namespace evenkeel;
  // `keelctl events | head` ends quietly.
  std::signal(SIGPIPE, SIG_DFL);
  auto line = ctl::parse_command_line({argv + 1, argv + argc});
  if (!line) {
    print_to(stderr, "keelctl: " + line.error().what + "; keelctl help lists the options\n");
    return ctl::kRefused;
  }
  const auto socket_path = line->socket_path;
  ctl::Session session{
      .line = std::move(*line),
      .directory = working_directory(),
      .facts = {.now = wall_now(), .colour = wants_colour() ? ctl::Colour::on : ctl::Colour::off},
      .ask = [&](const ctl::Inquiry& inquiry) { return ctl::ask(socket_path, inquiry); },
      .pause = [] { ::usleep(100'000); },
      .print = [](std::string_view text) { print_to(stdout, text); },
      .print_error = [](std::string_view text) { print_to(stderr, text); }};
  return ctl::run(session);
}
