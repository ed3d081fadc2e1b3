// global_defs: mail and notification. Reference: 1.2.
#include "daemon/config/table_tools.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

constexpr auto kGlobal = in(Block::global_defs);
constexpr auto kMail = without_effect("mail alerts");
constexpr auto kMailPart = &DaemonSettings::mail;
constexpr auto kNotify = &DaemonSettings::notify;

void store_recipients(Draft& draft, const Arguments& arguments) {
  auto& recipients = draft.global.daemon.mail.recipients;
  for (const auto& word : arguments.words) recipients.push_back(word.text);
}

Entered open_recipients(Draft& draft, const Arguments& arguments) {
  draft.global.mail_block = {draft.global.daemon.mail.recipients.size(), arguments.at};
  return Entered::yes;
}

void close_recipients(Draft& draft) {
  const auto& [before, at] = draft.global.mail_block;
  if (draft.global.daemon.mail.recipients.size() > before) return;
  draft.error(at, "no address in 'notification_email'");
}

void store_sender(Draft& draft, const Arguments& arguments) {
  const auto& words = arguments.words;
  draft.global.daemon.mail.sender = words.front().text;
  if (words.size() < 2) return;
  draft.error(words[1].at,
              "'notification_email_from' takes one address; not used: " + quoted(words[1].text));
}

void store_server(Draft& draft, const Arguments& arguments) {
  const auto& words = arguments.words;
  const auto port = words.size() == 2 ? parse_integer(words[1].text) : 25;
  if (!port || *port < 1 || *port > 65535) {
    return draft.error(words[1].at, "not a port from 1 to 65535: " + quoted(words[1].text));
  }
  draft.global.daemon.mail.server = words.front().text;
  draft.global.daemon.mail.port = static_cast<std::uint16_t>(*port);
}

template <auto Which>
void store_fifo(Draft& draft, const Arguments& arguments) {
  const auto& words = arguments.words;
  const auto& path = words.front();
  if (!path.text.starts_with('/')) {
    return draft.error(
        path.at, quoted(arguments.keyword) + " takes an absolute path, not " + quoted(path.text));
  }
  auto& fifo = part<kNotify, Which>(draft);
  fifo.path = path.text;
  fifo.user = words.size() > 1 ? words[1].text : "";
  fifo.group = words.size() > 2 ? words[2].text : "";
}

void store_priority_changes(Draft& draft, const Arguments& arguments) {
  draft.global.daemon.notify.tells_priorities = arguments.on;
  draft.global.notify_priority_changes = arguments.on;  // the instances' default
}

constexpr Row kRows[] = {
    {kGlobal,
     "notification_email",
     lines("ADDRESS…"),
     {},
     kMail,
     store_recipients,
     open_recipients,
     close_recipients},
    {kGlobal, "notification_email_from", text("ADDRESS", 1, kAnyWords), "USER@HOST", kMail,
     store_sender},
    {kGlobal, "smtp_server", text("HOST [PORT]", 1, 2), "none: no mail", kMail, store_server},
    {kGlobal, "smtp_helo_name", text(), "the host's name", kMail,
     set_text<kMailPart, &MailSettings::helo_name>},
    {kGlobal, "smtp_connect_timeout", whole_seconds(1s, kDay), "30", kMail,
     set_time<kMailPart, &MailSettings::connect_timeout>},
    {kGlobal, "smtp_alert", boolean(), "each object's own", kMail,
     set_on<kMailPart, &MailSettings::alert>},
    {in(Block::vrrp_instance, Block::sync_group), "smtp_alert", boolean(), "smtp_alert_vrrp",
     kMail},
    {kGlobal, "smtp_alert_vrrp", boolean(), "smtp_alert", kMail,
     set_on<kMailPart, &MailSettings::alert_vrrp>},
    {kGlobal, "smtp_alert_checker", boolean(), "smtp_alert", kMail,
     set_on<kMailPart, &MailSettings::alert_checker>},
    {kGlobal,
     "no_email_faults",
     flag(),
     {},
     kMail,
     set_off<kMailPart, &MailSettings::tells_faults>},
    {kGlobal, "no_checker_emails", boolean(), "off", kMail,
     set_off<kMailPart, &MailSettings::tells_checks>},
    {kGlobal,
     "notify_fifo",
     text("PATH [USER [GROUP]]", 1, 3),
     {},
     kInForce,
     store_fifo<&NotifySettings::all>},
    {kGlobal,
     "vrrp_notify_fifo",
     text("PATH [USER [GROUP]]", 1, 3),
     {},
     kInForce,
     store_fifo<&NotifySettings::vrrp>},
    {kGlobal,
     "lvs_notify_fifo",
     text("PATH [USER [GROUP]]", 1, 3),
     {},
     kInForce,
     store_fifo<&NotifySettings::lvs>},
    {kGlobal,
     "notify_fifo_script",
     script(),
     {},
     kInForce,
     set_script<kNotify, &NotifySettings::all, &NotifyFifo::script>},
    {kGlobal,
     "vrrp_notify_fifo_script",
     script(),
     {},
     kInForce,
     set_script<kNotify, &NotifySettings::vrrp, &NotifyFifo::script>},
    {kGlobal,
     "lvs_notify_fifo_script",
     script(),
     {},
     kInForce,
     set_script<kNotify, &NotifySettings::lvs, &NotifyFifo::script>},
    {kGlobal,
     "fifo_write_vrrp_states_on_reload",
     flag(),
     {},
     kInForce,
     set_on<kNotify, &NotifySettings::repeats_states_on_reload>},
    {kGlobal, "vrrp_notify_priority_changes", boolean(), "off", kInForce, store_priority_changes},
    {kGlobal, "rs_init_notifies", boolean(), "off", without_effect("notify_up at start"),
     set_on<kNotify, &NotifySettings::tells_first_servers>},
};

}  // namespace

std::span<const Row> alert_rows() { return kRows; }

}  // namespace evenkeel::config
