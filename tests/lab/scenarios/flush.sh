# alone: bounds how long the VIP is away
# A network manager restarts: every address and route of the master's interface is flushed, and the
# interface's own address comes back within the advert interval, a long one: programs start slowly
# here. The VIP and the virtual routes
# are back at once, and the master stays master. Then one that deletes for ever: it is named, and
# damped.
cluster dr
ROUTES='  virtual_routes {
    10.9.0.0/16 via 10.0.0.100 dev eth0 src 10.0.0.50
    default via 10.0.0.100 dev eth0 table 100
  }'
director_conf d1 advert=2 options="$ROUTES"
director_conf d2 advert=2 options="$ROUTES"
start_pair
nap 6
capture wire client 'proto 112'
start_watch
start_client
ip -n d1 -ts monitor route >>"$LAB_OUT/d1.monitor" &
MONITOR=$!
nap 2

has_routes() {
  local have
  have=$(ip -n d1 route show table all proto keepalived)
  [[ $have == *'10.9.0.0/16 via'* && $have == *'default via'*'table 100'* ]]
}

# Seconds of the day (UTC), as `ip -ts` stamps.
day_time() { REPLY=$((${EPOCHREALTIME/./} % 86400000000))e-6; }

# route_back PATTERN: sets TOOK to the milliseconds from the end of the flush to the last return of
# the route before the own address is added; 0 when that was before the end.
route_back() {
  TOOK=$(awk -v pattern="$1" -v flushed="$FLUSHED" -v added="$ADDED" '
    { split(substr($1, 13, 15), t, ":"); now = t[1] * 3600 + t[2] * 60 + t[3] }
    now < added && index($0, pattern) && $2 != "Deleted" { last = now; seen = 1 }
    END { if (!seen) exit 1; took = (last - flushed) * 1000; printf "%d\n", (took > 0 ? took : 0) }
  ' "$LAB_OUT/d1.monitor") || fail "'$1' did not come back: $(<"$LAB_OUT/d1.monitor")"
}

for round in 1 2 3; do
  mark "flush$round"
  : >"$LAB_OUT/d1.monitor"
  ip -n d1 addr flush dev eth0
  ip -n d1 route flush dev eth0
  day_time
  FLUSHED=$REPLY
  nap 0.3
  day_time
  ADDED=$REPLY
  ip -n d1 addr add 10.0.0.1/24 dev eth0
  route_back '10.9.0.0/16 via'
  figure "route_back$round" "$TOOK" ms '<=' 100
  route_back 'default via 10.0.0.100'
  figure "table_back$round" "$TOOK" ms '<=' 100
  nap 4
  expect 'the routes are there' has_routes
  own_is_first() { [[ $(ip -n d1 -4 route show proto kernel dev eth0) == *'10.0.0.0/24'*'src 10.0.0.1 '* ]]; }
  expect "the machine's own address is the source again" own_is_first
done
mark end
kill "$MONITOR"
stop_client
stop_watch
for round in 1 2 3; do
  away "flush$round" d1
  figure "vip_back$round" "$TOOK" ms '<=' 100
done
expect 'the peer never held the VIP' not grep -q 'holders.*d2' "$LAB_OUT/timeline"
metric d1 '^evenkeel_vrrp_became_master_total'
figure became_master "$REPLY" times '<=' 1
stop_captures
packets wire 'ip[22] = 0'
figure resignations "$REPLY" adverts '<=' 0
packets wire 'src 10.0.0.2'
figure others_adverts "$REPLY" adverts '<=' 0
expect 'connections go on' table_is d1 s1 s2
figure lost "$LOST" connections

# Two managers: for four seconds everything goes as soon as it comes.
ip -n d1 -ts monitor address route >"$LAB_OUT/d1.fight" &
MONITOR=$!
nap 10.5
delete_for_ever() {
  local end
  microseconds
  end=$((REPLY + 4000000))
  while microseconds && ((REPLY < end)); do
    echo "addr del $VIP/24 dev eth0"
    echo 'route del default table 100'
    nap 0.02
  done
}
delete_for_ever | ip -n d1 -force -batch - 2>/dev/null || true
kill "$MONITOR"
# Ten at once, then one a second. The VIP's route to its subnet goes with it, unasked.
figure vip_put "$(grep -c "^[^D]*inet $VIP/24" "$LAB_OUT/d1.fight")" times '<=' 18
figure route_put "$(grep -v Deleted "$LAB_OUT/d1.fight" | grep -c 'default via 10.0.0.100')" times '<=' 18
expect 'the VIP is named once' test \
  "$(grep -c "somebody keeps deleting $VIP/24 from eth0" "$LAB_OUT/d1.log")" = 1
expect 'the route is named once' test \
  "$(grep -c 'somebody keeps deleting route default via 10.0.0.100' "$LAB_OUT/d1.log")" = 1
wait_until 3 'the VIP is back' holds d1
wait_until 3 'the routes are back' has_routes
expect_holders d1
