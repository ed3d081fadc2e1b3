# One member of a sync group is resigned, and the whole group goes to the peer and comes back; the
# members have different intervals, so that one is relieved seconds before the other. Evenkeel
# beside evenkeel, then beside keepalived.
# limit: 240
cluster dr
second_lan

is_resigned() { [[ $(ask d1 /v1/vrrp | jq -r '[.instances[].resign.status] | join(" ")') == "$1" ]]; }

tell_resign() {
  wait_until 15 'd1 holds both' group_moved_to d1
  stays 2 'they stay there' group_moved_to d1
  ctl d1 resign web --why 'kernel update' >"$LAB_OUT/resign" 2>&1 || fail "$(<"$LAB_OUT/resign")"
  wait_until 2 'd2 holds both' group_moved_to d2
  figure "$1.moved" "$WAITED" ms
  wait_until 2 'both are resigned' is_resigned 'RESIGNED RESIGNED'
  stays 8 'they stay there' group_moved_to d2
  ctl d1 return inner >"$LAB_OUT/return" 2>&1 || fail "$(<"$LAB_OUT/return")"
  wait_until 15 'd1 holds both again' group_moved_to d1
  expect 'both have returned' is_resigned 'NONE NONE'
}

for name in d1 d2; do
  director_conf "$name" version=3 advert=0.5
  group_conf "$name" advert=2
done
start_director d1
start_director d2
tell_resign evenkeel

say 'no peer: the group stays whole'
stop_director d2
if ctl d1 resign inner >"$LAB_OUT/alone" 2>&1; then fail 'resigned without a peer'; fi
expect 'it says why not' grep -q 'inner: REFUSED: no peer took over' "$LAB_OUT/alone"
stays 2 'd1 serves on' group_moved_to d1
wait_until 5 'web is refused as well' is_resigned 'REFUSED REFUSED'

start_keepalived d2
tell_resign keepalived
