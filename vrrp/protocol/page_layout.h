// The role page: what a vrrp process leaves behind for its successor, as bytes of a mapped file.
// Reading is total: a page that is short, foreign or damaged says nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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
  auto operator<=>(const PageAddress&) const = default;
};

// A place in the kernel's tables of routes and rules, as a hash of what names it.
using PagePlace = std::uint64_t;
PagePlace page_place(std::string_view place);

struct PageContent {
  std::string boot_id;
  std::vector<PageRole> roles;
  std::vector<PageAddress> addresses;
  std::vector<PagePlace> places;  // where there is a route or rule of ours
  bool operator==(const PageContent&) const = default;
};

std::optional<PageContent> read_page(std::span<const std::byte> page);

// Offsets and sizes for who writes in place.
namespace page_layout {
inline constexpr std::size_t kHeader = 64;
inline constexpr std::size_t kRole = 32;
inline constexpr std::size_t kAddress = 40;
inline constexpr std::size_t kPlace = 16;
inline constexpr std::size_t kName = 16;
inline constexpr std::uint32_t kMaxEntries = 1U << 16U;

// How many entries of each kind a page has room for.
struct Room {
  std::uint32_t roles = 0, addresses = 0, places = 0;
};

std::size_t size(const Room& room);
std::size_t role_offset(std::uint32_t slot);
std::size_t address_offset(std::uint32_t roles, std::uint32_t slot);
std::size_t place_offset(const Room& room, std::uint32_t slot);

void write_header(std::span<std::byte> page, const std::string& boot_id, const Room& room);
void write_role(std::span<std::byte> page, std::uint32_t slot, const PageRole& role);
// The two fields that change with every advert; stored in an order that never claims a mastery
// without its time.
void stamp_role(std::span<std::byte> page, std::uint32_t slot, Role role,
                std::uint64_t last_advert);
void write_address(std::span<std::byte> page, std::uint32_t roles, std::uint32_t slot,
                   const PageAddress& address);
void write_place(std::span<std::byte> page, const Room& room, std::uint32_t slot, PagePlace place);
void clear_place(std::span<std::byte> page, const Room& room, std::uint32_t slot);
void clear_role(std::span<std::byte> page, std::uint32_t slot);
void clear_address(std::span<std::byte> page, std::uint32_t roles, std::uint32_t slot);
}  // namespace page_layout

}  // namespace evenkeel::vrrp
