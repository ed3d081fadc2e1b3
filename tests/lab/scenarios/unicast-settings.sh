# Settings of who speaks to whom, each seen on the wire or in what is refused: unicast_ttl, a peer's
# min_ttl and max_ttl, check_unicast_src; and by multicast, mcast_src_ip and mcast_dst_ip.
cluster dr
STRANGER=10.0.0.77
GROUP=224.0.0.99

# unicast_conf WORDS: d1 sends with `ttl`; d2 demands `limits` of it, and the words of others.
unicast_conf() {
  director_conf d1 version=3 unicast=yes options="unicast_ttl ${ttl:-64}"
  director_conf d2 version=3 unicast=yes options="${1:-}"
  [[ -z ${limits:-} ]] || {
    conf_of d2
    sed -i "s/^    ${ADDRESS[d1]}\$/    ${ADDRESS[d1]} $limits/" "$REPLY"
  }
}
dropped() { ask d2 /v1/vrrp | jq ".instances[0].counters.adverts_dropped.$1"; }
# drops REASON: whether more were counted than DROPPED.
drops() { [[ $(dropped "$1") -gt $DROPPED ]]; }
is_deaf() { holds d1 && holds d2; }
follow() {
  DROPPED=$(dropped "$1")
  reload d1
  reload d2
}

ttl=17 unicast_conf
capture unicast client 'proto 112'
capture wire d1 'proto 112'
start_pair
say 'unicast_ttl'
nap 2
stop_captures
tshark -r "$LAB_OUT/wire.pcap" -Y 'ip.src == 10.0.0.1' -T fields -e ip.ttl -e ip.dst 2>/dev/null | sort -u >"$LAB_OUT/ttl"
expect 'the TTL of the adverts is 17' test "$(<"$LAB_OUT/ttl")" = $'17\t10.0.0.2'
packets unicast
figure astray "$REPLY" adverts '<=' 0

say 'a peer that is too far away'
ttl=17 limits='min_ttl 18 max_ttl 64' unicast_conf
follow bad_ttl
wait_until 6 'd2 counts them as of a bad TTL' drops bad_ttl
wait_until 8 'd2 hears nobody' is_deaf
say 'and one that is too near'
ttl=65 limits='min_ttl 18 max_ttl 64' unicast_conf
follow bad_ttl
wait_until 6 'd2 counts them as of a bad TTL' drops bad_ttl
expect 'd2 hears nobody' is_deaf
say 'at the bounds it is heard'
ttl=64 limits='min_ttl 18 max_ttl 64' unicast_conf
follow bad_ttl
wait_until 8 'd2 gives way' holds_alone d1
ttl=18 limits='min_ttl 18 max_ttl 64' unicast_conf
follow bad_ttl
nap 1.5
DROPPED=$(dropped bad_ttl)
stays 5 'd2 hears its peer' holds_alone d1
expect 'and drops nothing' not drops bad_ttl

say 'a stranger'
# d1 speaks from an address that d2 does not name.
ip -n d1 addr add "$STRANGER/24" dev eth0
stranger_conf() {
  unicast_conf "$1"
  conf_of d1
  sed -i "s/unicast_src_ip .*/unicast_src_ip $STRANGER/" "$REPLY"
}
stranger_conf ''
follow unknown_source
nap 2
stays 5 'without check_unicast_src it is heard' holds_alone d1
expect 'and nothing of it is dropped' not drops unknown_source
stranger_conf check_unicast_src
follow unknown_source
wait_until 6 'with it, what it says is dropped' drops unknown_source
wait_until 8 'and not believed' is_deaf

say 'mcast_src_ip and mcast_dst_ip'
capture group client 'proto 112'
for name in d1 d2; do director_conf "$name" version=3 options="mcast_dst_ip $GROUP"; done
director_conf d1 version=3 options="mcast_dst_ip $GROUP
  mcast_src_ip $STRANGER"
reload d1
reload d2
wait_until 8 'd2 hears its peer' holds_alone d1
expect 'both have joined the group' grep -q "$GROUP" <(ip -n d2 maddr show dev eth0)
nap 3
stop_captures
packets group "src host 10.0.0.2 and dst host $GROUP and ip[21] > 0"
figure group_of_d2 "$REPLY" adverts '<=' 4
packets group "src host $STRANGER and dst host $GROUP"
figure from_stranger "$REPLY" adverts '>=' 3
packets group "not dst host $GROUP"
figure elsewhere "$REPLY" adverts '<=' 0
packets group "src host 10.0.0.1"
figure from_first_address "$REPLY" adverts '<=' 0
