# alone: compares times to some tens of milliseconds
# limit: 300
# When a master tells its neighbours of its addresses, and how often: every keyword as a neighbour sees
# it on the wire. A burst at the takeover and a second one after it; refreshes; a peer of lower
# priority; a link that comes up; an address that is put back.
SECOND=10.0.0.51
cluster dr
# announcing_conf WORDS: d1 with two addresses, which pace is 100 ms.
announcing_conf() {
  director_conf d1 version=3 options="dont_track_primary
  $1"
  conf_of d1
  sed -i "s|^    $VIP/24.*|&\n    $SECOND/24 dev eth0|" "$REPLY"
  printf 'global_defs {\n  vrrp_garp_interval 0.1\n}\n' | add_conf d1
}
# listen NAME and heard NAME: BURSTS is what was heard between them, `START FRAMES` a burst: seconds
# since the first, frames of each of the two addresses; frames 0.3 s apart are of two bursts.
listen() { capture "$1" client arp; }
heard() {
  nap 0.3
  stop_captures
  local own
  own=$(ip -n d1 -j link show eth0 | jq -r '.[0].address')
  tshark -r "$LAB_OUT/$1.pcap" -Y "arp.isgratuitous && eth.src == $own && eth.dst == ff:ff:ff:ff:ff:ff" \
    -T fields -e frame.time_epoch -e arp.src.proto_ipv4 >"$LAB_OUT/$1.frames" 2>/dev/null
  mapfile -t BURSTS < <(awk '
    !first { first = $1 }
    $1 - last > 0.3 && last { print burst - first, count["10.0.0.50"] + 0, count["10.0.0.51"] + 0; delete count; burst = $1 }
    !last { burst = $1 }
    { last = $1; ++count[$2] }
    END { if (last) print burst - first, count["10.0.0.50"] + 0, count["10.0.0.51"] + 0 }' "$LAB_OUT/$1.frames")
  say "$1: ${BURSTS[*]/%/;}"
}
# burst_is N AFTER FRAMES: the N-th comes that many seconds after the first, give or take 0.15.
burst_is() {
  local start first second
  read -r start first second <<<"${BURSTS[$1]:-none 0 0}"
  expect "burst $1 has $3 frames an address, not $first and $second" test "$first $second" = "$3 $3"
  awk "BEGIN { exit !($start - $2 <= 0.15 && $2 - $start <= 0.15) }" || fail "burst $1 is after $start s, not $2"
}
bursts_are() { expect "$1 bursts, not ${#BURSTS[@]}" test "${#BURSTS[@]}" -eq "$1"; }

say 'a takeover'
announcing_conf $'garp_master_delay 3\n  garp_master_repeat 4'
listen takeover
start_director d1
wait_until 10 'd1 holds the VIP' holds d1
nap 6
heard takeover
bursts_are 2
burst_is 0 0 4
burst_is 1 3 4
spacing=$(awk 'last && (!least || $1 - last < least) { least = $1 - last } { last = $1 } END { printf "%d\n", least * 1000 }' "$LAB_OUT/takeover.frames")
figure spacing "$spacing" ms '>=' 80

say 'a repair'
listen repair
ip -n d1 addr del "$VIP/24" dev eth0
wait_until 2 'the VIP is back' holds d1
nap 2
heard repair
read -r _ first _ <<<"${BURSTS[0]:-none 0 0}"
bursts_are 1
expect "it is announced four times, not $first" test "$first" -ge 4

say 'a link that comes up'
listen link
link_down d1
nap 0.5
link_up d1
nap 2
heard link
bursts_are 1
burst_is 0 0 4
expect 'd1 was MASTER all the time' role_is d1 web MASTER

say 'a peer of lower priority'
announcing_conf $'garp_master_delay 9\n  garp_lower_prio_delay 1\n  garp_lower_prio_repeat 3'
reload d1
# It has an address of its own, so that it is by its adverts alone that it is noticed.
director_conf d2 version=3 advert=3
conf_of d2
sed -i "s|$VIP/24|10.0.0.99/24|" "$REPLY"
modprobe -qa ip_tables iptable_filter || true
in_ns d2 iptables-legacy -A INPUT -p 112 -j DROP
start_director d2
wait_until 15 'd2 is MASTER, too' holds d2 10.0.0.99
# It has found its pace by its second advert.
nap 4
listen lower
nap 9
heard lower
in_ns d2 iptables-legacy -D INPUT -p 112 -j DROP
# An advert of d2 every three seconds: at once, and again a second later. The first and the last burst
# may be cut.
printf '%s\n' "${BURSTS[@]}" | awk '
  NR > 2 { gap = $1 - start; if (gap > 0.75 && gap < 1.25) ++late; else if (gap > 1.75 && gap < 2.25) ++next_one; else bad = 1 }
  NR > 2 && whole != "3 3" { bad = 1 }
  { start = $1; whole = $2 " " $3 }
  END { exit bad || late < 2 || next_one < 1 }' ||
  fail "not three frames at once and three a second later: ${BURSTS[*]/%/;}"
wait_until 10 'd2 gives way' lacks d2 10.0.0.99
stop_director d2
nap 2

say 'a refresh'
announcing_conf $'garp_master_refresh 2\n  garp_master_refresh_repeat 2'
stop_director d1
start_director d1
wait_until 10 'd1 holds the VIP' holds d1
# The second burst is five seconds after the first.
nap 7
listen refresh
nap 7
heard refresh
expect "three bursts or four, not ${#BURSTS[@]}" test "${#BURSTS[@]}" -ge 3
burst_is 0 0 2
burst_is 1 2 2
burst_is 2 4 2
