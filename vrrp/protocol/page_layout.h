// The role page: what a vrrp process leaves behind for its successor, as bytes of a mapped file.
// Reading is total: a page that is short, foreign or damaged says nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/state.h"
#include "vrrp/protocol/instance_key.h"

namespace evenkeel::vrrp {

struct PageRole {
  InstanceKey key;
  Role role = Role::init;
  std::uint64_t last_advert = 0;  // nanoseconds of CLOCK_BOOTTIME; 0: none
  bool operator==(const PageRole&) const = default;
};

struct PageAddress {
  std::string device;
  Prefix prefix;
  bool operator==(const PageAddress&) const = default;
};

struct PageContent {
  std::string boot_id;
  std::vector<PageRole> roles;
  std::vector<PageAddress> addresses;
  bool operator==(const PageContent&) const = default;
};

std::optional<PageContent> read_page(std::span<const std::byte> page);

// Offsets and sizes for who writes in place.
namespace page_layout {
inline constexpr std::size_t kHeader = 64;
inline constexpr std::size_t kRole = 32;
inline constexpr std::size_t kAddress = 40;
inline constexpr std::size_t kName = 16;
inline constexpr std::uint32_t kMaxEntries = 1U << 16U;

std::size_t size(std::uint32_t roles, std::uint32_t addresses);
std::size_t role_offset(std::uint32_t slot);
std::size_t address_offset(std::uint32_t roles, std::uint32_t slot);

void write_header(std::span<std::byte> page, const std::string& boot_id, std::uint32_t roles,
                  std::uint32_t addresses);
void write_role(std::span<std::byte> page, std::uint32_t slot, const PageRole& role);
// The two fields that change with every advert; stored in an order that never claims a mastery
// without its time.
void stamp_role(std::span<std::byte> page, std::uint32_t slot, Role role,
                std::uint64_t last_advert);
void write_address(std::span<std::byte> page, std::uint32_t roles, std::uint32_t slot,
                   const PageAddress& address);
void clear_role(std::span<std::byte> page, std::uint32_t slot);
void clear_address(std::span<std::byte> page, std::uint32_t roles, std::uint32_t slot);
}  // namespace page_layout

}  // namespace evenkeel::vrrp
