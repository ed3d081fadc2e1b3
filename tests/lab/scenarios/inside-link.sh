# A director that cannot serve on one of its sides gives way. One of its addresses is on another
# interface: when that fails or goes, the peer takes over, and gives back when it returns. Where the
# address says no_track, nothing moves.
cluster dr
INNER=10.1.0.60
second_lan

pair_conf() {
  local name
  for name in d1 d2; do
    director_conf "$name" "options=virtual_ipaddress_excluded {
    $INNER/24 dev eth1 $1
  }"
  done
}
serves() { holds_alone "$1" && HELD=$INNER holds_alone "$1"; }

pair_conf ''
start_pair
wait_until 5 'd1 has both addresses' serves d1
tracker_up() {
  metric d1 'evenkeel_vrrp_tracker_up.*eth1'
  [[ $REPLY -eq $1 ]]
}
[[ ${DAEMON[d1]} != evenkeel ]] || expect 'a metric says that eth1 is up' tracker_up 1
start_watch
mark down
ip -n d1 link set eth1 down
wait_until 5 'd2 has both addresses' serves d2
since down 'holders 1 d2'
figure gave_way "$TOOK" ms '<=' 1000
expect 'd1 is in FAULT' role_is d1 web FAULT
if [[ ${DAEMON[d1]} == evenkeel ]]; then
  expect 'it says why' grep -q 'FAULT: .*eth1' "$LAB_OUT/d1.log"
  expect 'and the metric says it' tracker_up 0
fi
mark up
ip -n d1 link set eth1 up
wait_until 10 'd1 has both again' serves d1
since up 'holders 1 d1'
figure came_back "$TOOK" ms '<=' 4500

mark gone
ip -n d1 link del eth1
wait_until 5 'd2 has both addresses again' serves d2
since gone 'holders 1 d2'
figure gave_way_again "$TOOK" ms '<=' 1000
stop_watch
ip link add d1.2 type veth peer name eth1 netns d1
ip link set d1.2 master lan2 up
ip -n d1 link set eth1 up
ip -n d1 addr add 10.1.0.1/24 dev eth1
wait_until 10 'd1 has both when it is there again' serves d1

pair_conf no_track
reload d1
reload d2
nap 2
ip -n d1 link set eth1 down
stays 3 'an address that is not tracked moves nothing' role_is d1 web MASTER
