// Puts the parts together. Pure but for what the SourceReader does.
#include "daemon/config/config_parser.h"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include "daemon/config/blocks.h"
#include "daemon/config/interpreter.h"
#include "daemon/config/line_reader.h"
#include "daemon/config/statement_reader.h"

namespace evenkeel {
namespace {

Parsed unreadable(const std::string& path, const Error& error) {
  Parsed parsed;
  parsed.readable = false;
  Finding finding;
  finding.file = path;
  finding.text = error.what;
  parsed.findings.push_back(std::move(finding));
  return parsed;
}

Parsed read_config(const std::string& path, SourceReader& reader, const ParseOptions& options) {
  config::Diagnostics diagnostics;
  config::LineReader lines(reader, options, diagnostics);
  if (const auto opened = lines.open(path); !opened) return unreadable(path, opened.error());
  config::StatementReader statements(lines, diagnostics);
  config::Draft draft(diagnostics, reader);
  draft.global.settings.router_id = reader.host_name();
  draft.global.settings.metrics_listen = {make_ipv4(0x7f000001), 9815};
  config::Interpreter(statements, draft).run();

  Parsed parsed;
  parsed.config.services = config::finish_services(draft);
  parsed.config.daemon = std::move(draft.global.daemon);
  config::know_tracked_objects(draft, parsed.config.services);
  parsed.config.instances = config::finish_instances(draft);
  parsed.config.tracking = config::finish_tracking(draft, parsed.config.instances);
  parsed.config.statics = config::finish_statics(draft);
  parsed.config.link_polling = std::move(draft.network.polling);
  parsed.config.bfd_instances = std::move(draft.network.bfd_instances);
  parsed.config.global = std::move(draft.global.settings);
  parsed.findings = diagnostics.finish(lines.sources().texts());
  parsed.hash = lines.sources().hash();
  return parsed;
}

}  // namespace

// Nothing below throws on purpose. Should it, a reload is refused and the daemon lives on.
Parsed parse_config(const std::string& path, SourceReader& reader, const ParseOptions& options) {
  try {
    return read_config(path, reader, options);
  } catch (const std::exception& mistake) {
    return unreadable(path,
                      {0, std::string("evenkeel fails on this file, which is its own mistake (") +
                              mistake.what() + "): report it with the file"});
  }
}

int exit_code(const Parsed& parsed) {
  constexpr int kClean = 0;
  constexpr int kUnusable = 4;
  constexpr int kUsableWithErrors = 5;
  if (!parsed.readable) return kUnusable;
  return has_errors(parsed.findings) ? kUsableWithErrors : kClean;
}

}  // namespace evenkeel
