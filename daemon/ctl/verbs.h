// keelctl's verbs as a table, and what runs them. Used by main.cpp; free of descriptors: asking
// and printing are passed in.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/ctl/client.h"
#include "daemon/ctl/views.h"

namespace evenkeel::ctl {

inline constexpr int kDone = 0;
inline constexpr int kRefused = 1;      // by the daemon, or the command line makes no sense
inline constexpr int kUnreachable = 2;  // no answer from the daemon

enum class Output : std::uint8_t { table, json };

struct CommandLine {
  std::string socket_path = "/run/evenkeel/control.sock";
  Output output = Output::table;
  bool wants_help = false;
  bool wants_version = false;
  bool follow = false;
  std::string duration;            // --for, of resign
  std::string why;                 // --why, of resign
  std::vector<std::string> words;  // the verb and its arguments
};

// Options may stand anywhere. An error says what is wrong, for standard error.
Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments);

struct Session {
  CommandLine line;
  std::string directory;  // that relative file names start from
  ViewFacts facts;
  std::function<Result<Reply>(const Inquiry&)> ask;
  std::function<void()> pause;                        // between two questions
  std::function<void(std::string_view)> print;        // standard output
  std::function<void(std::string_view)> print_error;  // standard error
};

struct Verb {
  std::string_view name;
  std::string_view argument;  // "ID", "[SERVICE]" or empty
  std::size_t most_words;     // after the verb
  std::string_view description;
  int (*run)(Session& session);
};
std::span<const Verb> verbs();

// By name or unambiguous beginning; an error names the candidates or the nearest verb.
Result<const Verb*> find_verb(std::string_view word);

std::string help_text();

// Asks for a hand-over and waits for what comes of it (resign.cpp).
int run_resign(Session& session);
int run_return(Session& session);
// The daemon did what it was asked.
bool is_done(const Result<Reply>& reply);
// Prints what was not done and gives the exit code for it.
int explain_failure(Session& session, const Result<Reply>& reply);

// Does what the command line says; returns the exit code.
int run(Session& session);

}  // namespace evenkeel::ctl
