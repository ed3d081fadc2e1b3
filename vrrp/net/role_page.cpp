// The mapped page RUNTIME_DIR/vrrp.page and the lock RUNTIME_DIR/vrrp.lock. The page is replaced by
// rename when it must grow, so there is a whole one at every moment; hence the separate lock.
#include "vrrp/net/role_page.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>

namespace evenkeel::vrrp {

namespace {

// Room to grow without a new page.
constexpr std::size_t kSpare = 16;
constexpr std::size_t kBootIdLength = 36;

std::uint32_t with_spare(std::size_t count) {
  return static_cast<std::uint32_t>(
      std::min<std::size_t>(count + count / 4 + kSpare, page_layout::kMaxEntries));
}

std::string read_boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  file >> id;
  return id.substr(0, kBootIdLength);
}

std::vector<std::uint32_t> all_slots(std::uint32_t count) {
  std::vector<std::uint32_t> slots(count);
  for (std::uint32_t i = 0; i < count; ++i) slots[i] = count - 1 - i;
  return slots;
}

}  // namespace

std::chrono::nanoseconds boot_time() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

RolePage::RolePage(std::string runtime_dir)
    : directory_(std::move(runtime_dir)), boot_id_(read_boot_id()) {}

RolePage::~RolePage() { unmap(); }

Result<bool> RolePage::try_lock() {
  const std::string path = directory_ + "/vrrp.lock";
  if (!lock_.is_open()) {
    lock_ = FileDescriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock_.is_open()) return errno_failure("open " + path);
  }
  if (::flock(lock_.get(), LOCK_EX | LOCK_NB) == 0) return true;
  if (errno == EWOULDBLOCK) return false;
  return errno_failure("lock " + path);
}

PageContent RolePage::predecessor() const {
  std::ifstream file(directory_ + "/vrrp.page", std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  auto content = read_page(std::as_bytes(std::span(bytes)));
  if (!content || content->boot_id != boot_id_) return {};
  return std::move(*content);
}

Result<void> RolePage::reserve(std::size_t roles, std::size_t addresses, std::size_t places) {
  const bool has_room =
      roles <= room_.roles && addresses <= room_.addresses && places <= room_.places;
  if (page_ != nullptr && has_room) return {};
  const page_layout::Room room{
      .roles = with_spare(roles), .addresses = with_spare(addresses), .places = with_spare(places)};
  const std::size_t new_size = page_layout::size(room);
  const std::string path = directory_ + "/vrrp.page", fresh = path + ".new";
  const FileDescriptor file(::open(fresh.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!file.is_open()) return errno_failure("create " + fresh);
  if (::ftruncate(file.get(), static_cast<off_t>(new_size)) != 0) {
    return errno_failure("grow " + fresh);
  }
  void* mapped = ::mmap(nullptr, new_size, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
  if (mapped == MAP_FAILED) return errno_failure("map " + fresh);
  const std::span<std::byte> page(static_cast<std::byte*>(mapped), new_size);
  page_layout::write_header(page, boot_id_, room);

  // A successor that dies before it has settled in must not have lost what it was handed.
  const PageContent recorded =
      page_ == nullptr ? predecessor() : read_page(bytes()).value_or(PageContent{});
  unmap();
  page_ = page.data();
  size_ = new_size;
  room_ = room;
  role_slots_.clear();
  address_slots_.clear();
  place_slots_.clear();
  free_roles_ = all_slots(room.roles);
  free_addresses_ = all_slots(room.addresses);
  free_places_ = all_slots(room.places);
  for (const auto& role : recorded.roles) stamp(role.key, role.role, role.last_advert);
  for (const auto& address : recorded.addresses) add_address(address);
  for (const auto place : recorded.places) add_place(place);
  if (std::rename(fresh.c_str(), path.c_str()) != 0) return errno_failure("rename " + fresh);
  return {};
}

void RolePage::stamp(const InstanceKey& key, Role role, std::uint64_t last_advert) {
  if (page_ == nullptr) return;
  if (const auto found = role_slots_.find(key); found != role_slots_.end()) {
    page_layout::stamp_role(bytes(), found->second, role, last_advert);
    return;
  }
  if (free_roles_.empty()) return;
  const std::uint32_t slot = free_roles_.back();
  free_roles_.pop_back();
  role_slots_[key] = slot;
  page_layout::write_role(bytes(), slot, {key, role, last_advert});
}

void RolePage::forget(const InstanceKey& key) {
  const auto found = role_slots_.find(key);
  if (found == role_slots_.end()) return;
  page_layout::clear_role(bytes(), found->second);
  free_roles_.push_back(found->second);
  role_slots_.erase(found);
}

void RolePage::add_address(const PageAddress& address) {
  if (page_ == nullptr || free_addresses_.empty()) return;
  const auto [found, is_new] = address_slots_.try_emplace({address.device, address.prefix}, 0);
  if (!is_new) return;
  found->second = free_addresses_.back();
  free_addresses_.pop_back();
  page_layout::write_address(bytes(), room_.roles, found->second, address);
}

void RolePage::remove_address(const PageAddress& address) {
  const auto found = address_slots_.find({address.device, address.prefix});
  if (found == address_slots_.end()) return;
  page_layout::clear_address(bytes(), room_.roles, found->second);
  free_addresses_.push_back(found->second);
  address_slots_.erase(found);
}

void RolePage::add_place(PagePlace place) {
  if (page_ == nullptr || free_places_.empty()) return;
  const auto [found, is_new] = place_slots_.try_emplace(place, 0);
  if (!is_new) return;
  found->second = free_places_.back();
  free_places_.pop_back();
  page_layout::write_place(bytes(), room_, found->second, place);
}

void RolePage::remove_place(PagePlace place) {
  const auto found = place_slots_.find(place);
  if (found == place_slots_.end()) return;
  page_layout::clear_place(bytes(), room_, found->second);
  free_places_.push_back(found->second);
  place_slots_.erase(found);
}

void RolePage::unmap() {
  if (page_ != nullptr) ::munmap(page_, size_);
  page_ = nullptr;
}

}  // namespace evenkeel::vrrp
