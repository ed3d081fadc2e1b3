// Pure.
#include "daemon/config/group_entries.h"

#include <algorithm>
#include <cerrno>
#include <charconv>

#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

tl::unexpected<Error> bad(std::string what) { return failure(EINVAL, std::move(what)); }

tl::unexpected<Error> too_large(std::string_view text) {
  return bad("the range " + quoted(text) + " has more than " + std::to_string(kMaxGroupRange) +
             " addresses");
}

// The bits of an address that a range may move in.
std::uint32_t low_bits(const IpAddress& address) {
  if (address.family == Family::ipv4) return ipv4_value(address);
  return static_cast<std::uint32_t>(address.bytes[14] << 8U | address.bytes[15]);
}

bool has_same_head(const IpAddress& a, const IpAddress& b) {
  constexpr std::size_t kHead = 14;
  if (a.family != b.family) return false;
  return a.family == Family::ipv4 ||
         std::equal(a.bytes.begin(), a.bytes.begin() + kHead, b.bytes.begin());
}

Result<AddressRange> between(const IpAddress& first, std::uint32_t last, std::string_view text) {
  const auto begin = low_bits(first);
  if (last < begin) return bad("the range " + quoted(text) + " ends before it begins");
  if (last - begin >= kMaxGroupRange) return too_large(text);
  return AddressRange{first, last - begin + 1};
}

// What stands behind the dash: a whole address, the last octet, or the last group in hexadecimal.
Result<AddressRange> parse_dashed(std::string_view text, std::size_t dash) {
  const auto first = parse_address(text.substr(0, dash));
  const auto end = text.substr(dash + 1);
  if (!first) return bad("not an IP address: " + quoted(text.substr(0, dash)));
  if (const auto last = parse_address(end)) {
    if (first->family != last->family) return bad("both ends of a range are of one family");
    if (!has_same_head(*first, *last)) return too_large(text);
    return between(*first, low_bits(*last), text);
  }
  const bool is_ipv4 = first->family == Family::ipv4;
  const std::uint32_t most = is_ipv4 ? 255 : 65535;
  std::uint32_t value = 0;
  const auto* stop = end.data() + end.size();
  const auto parsed = std::from_chars(end.data(), stop, value, is_ipv4 ? 10 : 16);
  if (parsed.ec != std::errc{} || parsed.ptr != stop || value > most) {
    return bad("a range ends with an address or with " +
               std::string(is_ipv4 ? "a last octet to 255" : "a last group to ffff") + ", not " +
               quoted(end));
  }
  return between(*first, (low_bits(*first) & ~most) | value, text);
}

Result<AddressRange> parse_network(std::string_view text) {
  const auto prefix = parse_prefix(text);
  if (!prefix) return bad("not a network: " + quoted(text));
  const unsigned longest = prefix->address.family == Family::ipv4 ? 32 : 128;
  const unsigned host_bits = longest - prefix->length;
  if (host_bits > 16) return too_large(text);
  const std::uint32_t count = std::uint32_t{1} << host_bits;
  if ((low_bits(prefix->address) & (count - 1)) != 0) {
    return bad("the host bits of " + quoted(text) + " must be 0");
  }
  return AddressRange{prefix->address, count};
}

}  // namespace

Result<AddressRange> parse_range(std::string_view text) {
  if (text.find('/') != std::string_view::npos) return parse_network(text);
  const auto dash = text.find('-');
  if (dash != std::string_view::npos) return parse_dashed(text, dash);
  const auto address = parse_address(text);
  if (!address) return bad("not an IP address: " + quoted(text));
  return AddressRange{*address, 1};
}

IpAddress address_after(const IpAddress& first, std::uint32_t steps) {
  if (first.family == Family::ipv4) return make_ipv4(ipv4_value(first) + steps);
  const auto low = low_bits(first) + steps;
  auto address = first;
  address.bytes[14] = static_cast<std::uint8_t>(low >> 8U);
  address.bytes[15] = static_cast<std::uint8_t>(low);
  return address;
}

}  // namespace evenkeel::config
