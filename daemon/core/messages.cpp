// Life and bytes of messages. Here and nowhere else the compiler goes through every kind of them.
#include "evenkeel/messages.h"

#include <utility>

#include "evenkeel/codec.h"

namespace evenkeel {

Message::Message() = default;
Message::Message(Message&& other) noexcept = default;
Message::~Message() = default;

template <typename T>
requires kIsAlternative<T, AnyMessage> Message::Message(T value)
    : AnyMessage(std::in_place_type<T>, std::move(value)) {}

template Message::Message(ConfigBegin);
template Message::Message(GlobalSettings);
template Message::Message(VrrpInstance);
template Message::Message(VirtualServer);
template Message::Message(ConfigEnd);
template Message::Message(Ready);
template Message::Message(Stop);
template Message::Message(Leave);
template Message::Message(Heartbeat);
template Message::Message(StateValue);
template Message::Message(StateRemoved);
template Message::Message(Event);
template Message::Message(HealthReport);
template Message::Message(RunScript);
template Message::Message(ScriptEnded);
template Message::Message(TablesReady);
template Message::Message(VrrpTracking);
template Message::Message(ServiceQuorum);
template Message::Message(Resign);
template Message::Message(ResignEnd);
template Message::Message(RunnerStarted);
template Message::Message(WatchFiles);
template Message::Message(FileContent);
template Message::Message(WatchProcesses);
template Message::Message(ProcessCount);
template Message::Message(NotifySettings);
template Message::Message(NotifyLines);
template Message::Message(LinesTaken);
template Message::Message(StaticNetwork);
template Message::Message(Firewall);
template Message::Message(ScriptOverdue);

std::string encode(const Message& message) { return encode<AnyMessage>(message); }

std::string encode(const Config& config) { return encode<Config>(config); }

std::optional<Message> decode_message(std::span<const std::byte> bytes) {
  return decode<Message>(bytes);
}

std::optional<Config> decode_config(std::span<const std::byte> bytes) {
  return decode<Config>(bytes);
}

std::string coalescing_key(const Message& message) {
  if (const auto* state = std::get_if<StateValue>(&message)) return state_key(*state);
  if (const auto* removed = std::get_if<StateRemoved>(&message)) return removed->key;
  if (const auto* report = std::get_if<HealthReport>(&message)) {
    return "health/" + to_string(report->key);
  }
  if (const auto* quorum = std::get_if<ServiceQuorum>(&message)) {
    return "quorum/" + to_string(quorum->key);
  }
  if (const auto* content = std::get_if<FileContent>(&message)) return "file/" + content->name;
  if (const auto* counted = std::get_if<ProcessCount>(&message)) {
    return "processes/" + counted->name;
  }
  if (std::holds_alternative<WatchFiles>(message)) return "files";
  if (std::holds_alternative<WatchProcesses>(message)) return "processes";
  if (std::holds_alternative<Heartbeat>(message)) return "heartbeat";
  return {};
}

}  // namespace evenkeel
