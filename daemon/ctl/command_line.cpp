// The command line → options and words. Pure.
#include "daemon/ctl/verbs.h"

namespace evenkeel::ctl {

Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments) {
  CommandLine line;
  bool only_words = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& argument = arguments[i];
    if (only_words || argument.empty() || argument.front() != '-') {
      line.words.push_back(argument);
    } else if (argument == "--") {
      only_words = true;
    } else if (argument == "-j" || argument == "--json") {
      line.output = Output::json;
    } else if (argument == "-f" || argument == "--follow") {
      line.follow = true;
    } else if (argument == "-h" || argument == "--help") {
      line.wants_help = true;
    } else if (argument == "-V" || argument == "--version") {
      line.wants_version = true;
    } else if (argument.starts_with("--socket=")) {
      line.socket_path = argument.substr(9);
    } else if (argument.starts_with("--for=")) {
      line.duration = argument.substr(6);
    } else if (argument.starts_with("--why=")) {
      line.why = argument.substr(6);
    } else if (argument == "--for" || argument == "--why") {
      if (++i == arguments.size()) return failure(0, argument + " needs a value");
      (argument == "--for" ? line.duration : line.why) = arguments[i];
    } else if (argument == "-s" || argument == "--socket") {
      if (++i == arguments.size()) return failure(0, argument + " needs a path");
      line.socket_path = arguments[i];
    } else {
      return failure(0, "there is no option \"" + argument + "\"");
    }
  }
  return line;
}

}  // namespace evenkeel::ctl
