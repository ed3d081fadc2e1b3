// Host byte order throughout: the page never leaves the machine, and its boot id ties it to one run
// of the kernel.
//
//   header (64)   0 "EKVRRP01"   8 boot id (36 characters)   44 roles (4)   48 addresses (4)
//                 52 places (4)
//   role (32)     0 interface (16)   16 used   17 VRID   18 role   19 family: 6, else IPv4
//                 24 last advert (8)
//   address (40)  0 device (16)   16 used   17 family   18 prefix length   24 address (16)
//   place (16)    0 hash (8)   8 used
#include "vrrp/protocol/page_layout.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <string_view>

namespace evenkeel::vrrp {

namespace {

constexpr std::string_view kMagic = "EKVRRP01";
constexpr std::size_t kBootId = 36;
constexpr std::size_t kBootIdAt = 8, kRolesAt = 44, kAddressesAt = 48, kPlacesAt = 52;
constexpr std::size_t kUsedAt = 16, kVridAt = 17, kRoleAt = 18, kRoleFamilyAt = 19, kAdvertAt = 24;
constexpr std::size_t kFamilyAt = 17, kLengthAt = 18, kBytesAt = 24;
constexpr std::size_t kPlaceUsedAt = 8;

template <typename T>
T load(std::span<const std::byte> bytes, std::size_t at) {
  T value{};
  std::memcpy(&value, bytes.data() + at, sizeof(value));
  return value;
}

template <typename T>
void store(std::span<std::byte> bytes, std::size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof(value));
}

std::string text_at(std::span<const std::byte> bytes, std::size_t at, std::size_t size) {
  std::string text(size, '\0');
  std::memcpy(text.data(), bytes.data() + at, size);
  return text.substr(0, text.find('\0'));
}

void put_text(std::span<std::byte> bytes, std::size_t at, std::size_t size,
              const std::string& text) {
  std::memset(bytes.data() + at, 0, size);
  std::memcpy(bytes.data() + at, text.data(), std::min(size, text.size()));
}

bool is_used(std::span<const std::byte> entry) { return load<std::uint8_t>(entry, kUsedAt) == 1; }

// A kill may come between two stores; they must reach the page in program order.
void keep_order() { std::atomic_signal_fence(std::memory_order_seq_cst); }

std::optional<PageRole> read_role(std::span<const std::byte> entry) {
  const bool is_ipv6 =
      static_cast<Family>(load<std::uint8_t>(entry, kRoleFamilyAt)) == Family::ipv6;
  PageRole role{.key = {.interface = text_at(entry, 0, page_layout::kName),
                        .vrid = load<std::uint8_t>(entry, kVridAt),
                        .family = is_ipv6 ? Family::ipv6 : Family::ipv4},
                .role = static_cast<Role>(load<std::uint8_t>(entry, kRoleAt)),
                .last_advert = load<std::uint64_t>(entry, kAdvertAt)};
  if (role.role > Role::fault || role.key.vrid == 0) return std::nullopt;
  return role;
}

std::optional<PageAddress> read_address(std::span<const std::byte> entry) {
  PageAddress address{.device = text_at(entry, 0, page_layout::kName), .prefix = {}};
  auto& prefix = address.prefix;
  prefix.address.family = static_cast<Family>(load<std::uint8_t>(entry, kFamilyAt));
  prefix.length = load<std::uint8_t>(entry, kLengthAt);
  std::memcpy(prefix.address.bytes.data(), entry.data() + kBytesAt, prefix.address.bytes.size());
  const auto family = prefix.address.family;
  const bool is_valid =
      !address.device.empty() && ((family == Family::ipv4 && prefix.length <= 32) ||
                                  (family == Family::ipv6 && prefix.length <= 128));
  if (!is_valid) return std::nullopt;
  return address;
}

}  // namespace

namespace page_layout {

std::size_t size(const Room& room) { return place_offset(room, room.places); }

std::size_t role_offset(std::uint32_t slot) { return kHeader + slot * kRole; }

std::size_t address_offset(std::uint32_t roles, std::uint32_t slot) {
  return kHeader + roles * kRole + slot * kAddress;
}

std::size_t place_offset(const Room& room, std::uint32_t slot) {
  return address_offset(room.roles, room.addresses) + slot * kPlace;
}

void write_header(std::span<std::byte> page, const std::string& boot_id, const Room& room) {
  std::memcpy(page.data(), kMagic.data(), kMagic.size());
  put_text(page, kBootIdAt, kBootId, boot_id);
  store(page, kRolesAt, room.roles);
  store(page, kAddressesAt, room.addresses);
  store(page, kPlacesAt, room.places);
}

void write_role(std::span<std::byte> page, std::uint32_t slot, const PageRole& role) {
  const auto entry = page.subspan(role_offset(slot), kRole);
  put_text(entry, 0, kName, role.key.interface);
  store(entry, kVridAt, role.key.vrid);
  store(entry, kRoleFamilyAt, role.key.family);
  store(entry, kRoleAt, role.role);
  store(entry, kAdvertAt, role.last_advert);
  keep_order();
  store<std::uint8_t>(entry, kUsedAt, 1);
}

void stamp_role(std::span<std::byte> page, std::uint32_t slot, Role role,
                std::uint64_t last_advert) {
  const auto entry = page.subspan(role_offset(slot), kRole);
  if (role != Role::master) store(entry, kRoleAt, role);
  keep_order();
  store(entry, kAdvertAt, last_advert);
  keep_order();
  store(entry, kRoleAt, role);
}

void write_address(std::span<std::byte> page, std::uint32_t roles, std::uint32_t slot,
                   const PageAddress& address) {
  const auto entry = page.subspan(address_offset(roles, slot), kAddress);
  put_text(entry, 0, kName, address.device);
  store(entry, kFamilyAt, address.prefix.address.family);
  store(entry, kLengthAt, address.prefix.length);
  std::memcpy(entry.data() + kBytesAt, address.prefix.address.bytes.data(),
              address.prefix.address.bytes.size());
  keep_order();
  store<std::uint8_t>(entry, kUsedAt, 1);
}

void write_place(std::span<std::byte> page, const Room& room, std::uint32_t slot, PagePlace place) {
  const auto entry = page.subspan(place_offset(room, slot), kPlace);
  store(entry, 0, place);
  keep_order();
  store<std::uint8_t>(entry, kPlaceUsedAt, 1);
}

void clear_place(std::span<std::byte> page, const Room& room, std::uint32_t slot) {
  store<std::uint8_t>(page, place_offset(room, slot) + kPlaceUsedAt, 0);
}

void clear_role(std::span<std::byte> page, std::uint32_t slot) {
  store<std::uint8_t>(page, role_offset(slot) + kUsedAt, 0);
}

void clear_address(std::span<std::byte> page, std::uint32_t roles, std::uint32_t slot) {
  store<std::uint8_t>(page, address_offset(roles, slot) + kUsedAt, 0);
}

}  // namespace page_layout

std::optional<PageContent> read_page(std::span<const std::byte> page) {
  using namespace page_layout;
  if (page.size() < kHeader || text_at(page, 0, kMagic.size()) != kMagic) return std::nullopt;
  const Room room{.roles = load<std::uint32_t>(page, kRolesAt),
                  .addresses = load<std::uint32_t>(page, kAddressesAt),
                  .places = load<std::uint32_t>(page, kPlacesAt)};
  const auto [roles, addresses, places] = room;
  if (roles > kMaxEntries || addresses > kMaxEntries || places > kMaxEntries ||
      page.size() < size(room)) {
    return std::nullopt;
  }
  PageContent content{
      .boot_id = text_at(page, kBootIdAt, kBootId), .roles = {}, .addresses = {}, .places = {}};
  for (std::uint32_t slot = 0; slot < roles; ++slot) {
    const auto entry = page.subspan(role_offset(slot), kRole);
    if (!is_used(entry)) continue;
    if (auto role = read_role(entry)) content.roles.push_back(std::move(*role));
  }
  for (std::uint32_t slot = 0; slot < addresses; ++slot) {
    const auto entry = page.subspan(address_offset(roles, slot), kAddress);
    if (!is_used(entry)) continue;
    if (auto address = read_address(entry)) content.addresses.push_back(std::move(*address));
  }
  for (std::uint32_t slot = 0; slot < places; ++slot) {
    const auto entry = page.subspan(place_offset(room, slot), kPlace);
    if (load<std::uint8_t>(entry, kPlaceUsedAt) != 1) continue;
    content.places.push_back(load<PagePlace>(entry, 0));
  }
  return content;
}

// FNV-1a.
PagePlace page_place(std::string_view place) {
  PagePlace hash = 14695981039346656037U;
  for (const char byte : place) {
    hash ^= static_cast<std::uint8_t>(byte);
    hash *= 1099511628211U;
  }
  return hash;
}

}  // namespace evenkeel::vrrp
