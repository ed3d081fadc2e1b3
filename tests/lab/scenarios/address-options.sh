# Every option of a virtual address, as ip finds it in the kernel: peer, scope, label, broadcast,
# preferred lifetime, no duplicate detection, no route of its prefix. And promote_secondaries: the
# interface's own address outlives the primary one of its subnet.
cluster dr ipv6=yes
director_conf d1 version=3 options=$'vip_lease 60\n  promote_secondaries'
conf_of d1
sed -i "s|^    $VIP/24.*|&\n    10.0.0.51/24 brd 10.0.0.255 dev eth0 label eth0:vip\n    10.3.0.50/32 dev eth0 scope link\n    10.4.0.50 peer 10.4.0.60/32 dev eth0\n    10.5.0.50/24 brd + dev eth0 noprefixroute\n    10.6.0.50/24 dev eth0 preferred_lft 0|" "$REPLY"
add_conf d1 <<END
vrrp_instance six {
  interface eth0
  virtual_router_id 66
  vip_lease 60
  virtual_ipaddress {
    fe80::50/64
    $VIP6/64
    fd00:5::50/64 noprefixroute
    fd00:6::50/64 preferred_lft 0
  }
}
END
start_director d1
wait_until 10 'd1 holds the VIP' holds d1
wait_until 10 'and the IPv6 address' holds d1 "$VIP6"
# is ADDRESS JQ-CONDITION: of the address as ip tells it.
is() {
  ip -n d1 -d -j addr show dev eth0 | jq -e --arg local "$1" \
    ".[0].addr_info[] | select(.local == \$local) | $2" >/dev/null ||
    fail "$1 is not '$2': $(ip -n d1 -j addr show dev eth0 | jq -c --arg local "$1" '.[0].addr_info[] | select(.local == $local)')"
}
routes() { [[ -n $(ip -n d1 "$1" route show "$2" dev eth0) ]]; }
is "$VIP" '.scope == "global" and .broadcast == null and .label == "eth0" and .valid_life_time <= 60'
is 10.0.0.51 '.broadcast == "10.0.0.255" and .label == "eth0:vip"'
is 10.3.0.50 '.scope == "link" and .prefixlen == 32'
is 10.4.0.50 '.address == "10.4.0.60" and .prefixlen == 32'
is 10.5.0.50 '.broadcast == "10.5.0.255" and .noprefixroute'
expect 'it has no route of its subnet' not routes -4 10.5.0.0/24
is 10.6.0.50 '.deprecated and .preferred_life_time == 0 and .valid_life_time > 0'
expect 'which another has' routes -4 10.6.0.0/24
is "$VIP6" '.nodad and (.tentative | not)'
is fe80::50 '.scope == "link"'
is fd00:5::50 '.noprefixroute'
expect 'no route of its subnet' not routes -6 fd00:5::/64
is fd00:6::50 '.deprecated and .preferred_life_time == 0'
expect 'which another has' routes -6 fd00:6::/64
say 'the lease is renewed, the preferred lifetime is not'
nap 2
is 10.6.0.50 '.preferred_life_time == 0 and .valid_life_time > 0'

say 'promote_secondaries'
setting() { in_ns d1 sysctl -n net.ipv4.conf.eth0.promote_secondaries; }
expect 'it is set' test "$(setting)" = 1
# The machine's own address is the primary one; with it gone, the VIP is to stay.
start_watch
mark primary
ip -n d1 addr del "${ADDRESS[d1]}/24" dev eth0
nap 0.5
mark end
ip -n d1 addr add "${ADDRESS[d1]}/24" dev eth0
stop_watch
expect 'the VIP stayed where it was' never_away primary end
nap 1
stop_director d1
expect 'and the setting is as it was' test "$(setting)" = 0
for address in "$VIP" 10.0.0.51 10.3.0.50 10.4.0.50 10.5.0.50 10.6.0.50 "$VIP6" fd00:5::50 fd00:6::50; do
  expect "$address is gone" lacks d1 "$address"
done
expect 'the own address is there' holds d1 "${ADDRESS[d1]}"
