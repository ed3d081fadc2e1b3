// The two listening sockets, made by the supervisor because it may: the control socket, and the
// metrics port that the exporter serves without any privilege.
#pragma once

#include <string>

#include "evenkeel/address.h"
#include "evenkeel/file_descriptor.h"
#include "evenkeel/result.h"

namespace evenkeel {

// Mode 0660, group evenkeel where that group exists; replaces a dead predecessor's file.
Result<FileDescriptor> listen_on_path(const std::string& path);
Result<FileDescriptor> listen_on(const Endpoint& endpoint);
// Holds the runtime directory for this daemon while open; fails while another daemon does.
Result<FileDescriptor> lock_runtime_dir(const std::string& directory);

}  // namespace evenkeel
