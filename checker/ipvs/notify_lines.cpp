// Pure.
#include "checker/ipvs/notify_lines.h"

namespace evenkeel::ipvs {

namespace {

// A mark has no protocol; keepalived says so.
std::string protocol_word(const ServiceKey& service) {
  return std::string(to_string(service.fwmark != 0 ? Protocol::none : service.protocol));
}

std::string endpoint_words(const Endpoint& endpoint, const ServiceKey& service) {
  return "[" + to_string(endpoint.address) + "]:" + protocol_word(service) + ":" +
         std::to_string(endpoint.port);
}

std::string service_words(const ServiceKey& service) {
  if (service.fwmark != 0) return "FWM " + std::to_string(service.fwmark);
  return endpoint_words(service.endpoint, service);
}

}  // namespace

std::string service_line(const ServiceKey& service, pool::Quorum quorum) {
  return "VS " + service_words(service) + (quorum == pool::Quorum::up ? " UP" : " DOWN");
}

std::string server_line(const ServerKey& server, Health health) {
  return "RS " + endpoint_words(server.server, server.service) + " " +
         service_words(server.service) + " " + std::string(to_string(health));
}

}  // namespace evenkeel::ipvs
