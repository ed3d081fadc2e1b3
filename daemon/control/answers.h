// Request → answer as a pure function over the store: the routes of the control socket. Used by
// control_server.cpp; what changes something is done by the actions, which the caller passes in.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "daemon/control/control_server.h"
#include "evenkeel/http_server.h"

namespace evenkeel::control {

struct ControlFacts {
  WallTime now{};
};

struct Question {
  const Store& store;  // outlives the answer, whose pieces read it
  const ControlFacts& facts;
  const ControlActions& actions;
  const HttpRequest& request;
  std::string id;  // what the path has in place of "{id}" or "{object}"
};

struct Route {
  std::string_view method;
  std::string_view path;  // "{id}" stands for one segment, "{object}" for the rest of the path
  std::string_view description;
  HttpResponse (*answer)(const Question& question);
};
std::span<const Route> routes();

HttpResponse answer(const Store& store, const ControlFacts& facts, const ControlActions& actions,
                    const HttpRequest& request);

}  // namespace evenkeel::control
