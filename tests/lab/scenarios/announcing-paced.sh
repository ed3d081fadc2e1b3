# alone: compares times to some tens of milliseconds
# IPv6 addresses are announced by unsolicited neighbour advertisements, which say that they override what
# a neighbour knows; gna_interval paces them. The interfaces of a garp_group share one pace.
cluster dr ipv6=yes
second_lan
in_ns d1 sysctl -qw net.ipv6.conf.all.forwarding=0
director_conf d1 version=3 options=$'garp_master_repeat 3\n  garp_master_delay 0'
add_conf d1 <<END
global_defs {
  vrrp_gna_interval 0.2
}
garp_group {
  garp_interval 0.15
  interfaces {
    eth0
    eth1
  }
}
vrrp_instance inner {
  interface eth1
  virtual_router_id 52
  version 3
  garp_master_repeat 3
  garp_master_delay 0
  virtual_ipaddress {
    10.1.0.50/24
    10.1.0.51/24
  }
}
vrrp_instance six {
  interface eth2
  virtual_router_id 66
  garp_master_repeat 3
  garp_master_delay 0
  virtual_ipaddress {
    fe80::50/64
    $VIP6/64
  }
}
END
# eth2 is in no group.
ip link add d1.3 type veth peer name eth2 netns d1
ip link set d1.3 master lan up
ip -n d1 link set eth2 up
capture lan lan arp
capture lan2 lan2 arp
capture six client icmp6
start_director d1
wait_until 10 'd1 holds the IPv6 address' holds d1 "$VIP6"
wait_until 10 'and all others' holds d1 10.1.0.51
nap 4
stop_captures

# frames NAME DISPLAY-FILTER FIELD...
frames() {
  tshark -r "$LAB_OUT/$1.pcap" -Y "$2" -T fields -e frame.time_epoch "${@:3}" 2>/dev/null
}
# least_gap: of the times that standard input begins with, in ms.
least_gap() {
  REPLY=$(sort -n | awk 'NR > 1 && (NR == 2 || $1 - last < least) { least = $1 - last } { last = $1 } END { printf "%d\n", least * 1000 }')
}
mac=$(ip -n d1 -j link show eth2 | jq -r '.[0].address')
frames six "icmpv6.type == 136 && eth.src == $mac" -e icmpv6.nd.na.target_address -e icmpv6.nd.na.flag.o \
  -e icmpv6.nd.na.flag.s -e icmpv6.nd.na.flag.r -e icmpv6.opt.linkaddr -e ipv6.dst -e ipv6.hlim \
  -e ipv6.src -e icmpv6.checksum.status | sort -n >"$LAB_OUT/adverts6"
for target in fe80::50 "$VIP6"; do
  count=$(grep -c "	$target	" "$LAB_OUT/adverts6" || true)
  expect "$target is announced three times, not $count" test "$count" -eq 3
done
expect 'each overrides, is unsolicited, no router, to all nodes, and of the link' \
  test "$(awk '{ print $3, $4, $5, $6, $7, $8, $10 }' "$LAB_OUT/adverts6" | sort -u)" = "1 0 0 $mac ff02::1 255 1"
expect 'each is from the address itself' awk '$2 != $9 { exit 1 }' "$LAB_OUT/adverts6"
least_gap <"$LAB_OUT/adverts6"
figure gna_spacing "$REPLY" ms '>=' 170
expect 'and no slower' test "$REPLY" -le 300

mac=$(ip -n d1 -j link show eth0 | jq -r '.[0].address')
inner=$(ip -n d1 -j link show eth1 | jq -r '.[0].address')
{
  frames lan "arp.isgratuitous && eth.src == $mac" -e arp.src.proto_ipv4
  frames lan2 "arp.isgratuitous && eth.src == $inner" -e arp.src.proto_ipv4
} >"$LAB_OUT/grouped"
for address in "$VIP" 10.1.0.50 10.1.0.51; do
  count=$(grep -c "	$address\$" "$LAB_OUT/grouped" || true)
  expect "$address is announced three times, not $count" test "$count" -eq 3
done
least_gap <"$LAB_OUT/grouped"
figure group_spacing "$REPLY" ms '>=' 120
expect 'and no slower' test "$REPLY" -le 250
