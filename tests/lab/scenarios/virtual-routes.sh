# alone: bounds how long a route is away
# Routes and rules of an instance are on its master, and there only; what somebody deletes or
# replaces is back at once; they outlive the vrrp process, and go at an orderly stop.
cluster dr ipv6=yes
ROUTES='  virtual_routes {
    10.9.0.0/16 via 10.0.0.100 dev eth0 src 10.0.0.50 metric 50 mtu lock 1400 initcwnd 20
    default via 10.0.0.100 dev eth0 table 100
    blackhole 10.8.0.0/16 table 70000
    unreachable 10.8.1.0/24
    prohibit 10.8.2.0/24 tos 0x10
    10.7.0.0/16 nexthop via 10.0.0.100 dev eth0 weight 3 nexthop via 10.0.0.12 dev eth0 onlink
    10.5.0.0/16 via inet6 fe80::1 dev eth0
    fd01::/48 via fd00::100 dev eth0 metric 7 pref high
    10.6.0.0/16 dev late no_track
  }
  virtual_rules {
    from 10.9.0.0/16 table 100 preference 50
    not from 10.9.0.0/16 to 10.8.0.0/16 fwmark 7/15 iif lo table 70000 preference 51
    inet6 from fd01::/48 type unreachable preference 52
    from 10.0.0.50 ipproto tcp dport 81-90 table main suppress_prefixlength 0 preference 53
  }'
director_conf d1 options="$ROUTES"
director_conf d2 options="$ROUTES"

# entries NAME: what `ip` says of our protocol, one a line.
entries() {
  local family
  for family in -4 -6; do
    ip -n "$1" "$family" -j route show table all proto keepalived |
      jq -r '.[] | "\(.type // "unicast") \(.dst) \(.gateway // .via.host // "-") \(.dev // "-") \(.table // "main") \(.metric // 0) \([.nexthops[]? | "\(.gateway)*\(.weight)"] | join(","))"'
    ip -n "$1" "$family" -j -d rule show |
      jq -r '.[] | select(.protocol == "keepalived") | "rule \(.priority) \(.src) \(.table // .action)"'
  done | sort
}

wanted() {
  sort <<END
unicast 10.9.0.0/16 10.0.0.100 eth0 main 50 
unicast default 10.0.0.100 eth0 100 0 
blackhole 10.8.0.0/16 - - 70000 0 
unreachable 10.8.1.0/24 - - main 0 
prohibit 10.8.2.0/24 - - main 0 
unicast 10.7.0.0/16 - - main 0 10.0.0.100*3,10.0.0.12*1
unicast 10.5.0.0/16 fe80::1 eth0 main 0 
unicast fd01::/48 fd00::100 eth0 main 7 
rule 50 10.9.0.0 100
rule 51 10.9.0.0 70000
rule 52 fd01:: unreachable
rule 53 10.0.0.50 main
END
}

has_entries() { [[ $(entries "$1") == "$(wanted)" ]]; }
has_none() { [[ -z $(entries "$1") ]]; }
expect_entries() { has_entries "$1" || fail "routes of $1: $(diff <(wanted) <(entries "$1"))"; }

# watch_routes NAME: `ip monitor` in NAME.monitor, with times.
watch_routes() {
  : >"$LAB_OUT/$1.monitor"
  ip -n "$1" -ts monitor route rule >>"$LAB_OUT/$1.monitor" &
  MONITOR=$!
}

# back_after PATTERN: sets TOOK to the longest time in milliseconds from a deletion of what matches
# to its return.
back_after() {
  TOOK=$(awk -v pattern="$1" '
    { split(substr($1, 13, 15), t, ":"); now = t[1] * 3600 + t[2] * 60 + t[3] }
    index($0, pattern) && $2 == "Deleted" { gone = now; next }
    index($0, pattern) && gone { if (now - gone > most) most = now - gone; gone = 0; seen = 1 }
    END { if (gone || !seen) exit 1; printf "%d\n", most * 1000 + 0.5 }
  ' "$LAB_OUT/d1.monitor") || fail "'$1' did not come back: $(<"$LAB_OUT/d1.monitor")"
}

start_pair
wait_until 15 'd1 has every route and rule' has_entries d1
expect 'd2 has none' has_none d2
expect 'its source, metrics and lock' grep -q 'src 10.0.0.50.*mtu lock 1400 initcwnd 20' \
  <(ip -n d1 route show 10.9.0.0/16)
expect 'the missing interface is named once' test "$(grep -c 'interface late does not exist' "$LAB_OUT/d1.log")" = 1

ip -n d1 link add late type dummy
ip -n d1 link set late up
has_late() { [[ $(ip -n d1 route show proto keepalived) == *10.6.0.0/16*late* ]]; }
wait_until 3 'its route came with the interface' has_late
ip -n d1 link del late
nap 0.5
expect_entries d1

watch_routes d1
nap 0.5
for round in 1 2 3; do
  ip -n d1 route del 10.9.0.0/16
  ip -n d1 route del default table 100
  ip -n d1 rule del preference 50
  ip -n d1 -6 route del fd01::/48
  ip -n d1 route replace 10.7.0.0/16 via 10.0.0.11
  nap 0.7
  expect_entries d1
done
kill "$MONITOR"
back_after '10.9.0.0/16 via'
figure route_back "$TOOK" ms '<=' 100
back_after 'default via 10.0.0.100'
figure table_back "$TOOK" ms '<=' 100
back_after 'from 10.9.0.0/16 lookup 100'
figure rule_back "$TOOK" ms '<=' 100
back_after 'fd01::/48'
figure ipv6_back "$TOOK" ms '<=' 100
metric d1 '^evenkeel_repairs_total.*"route"'
figure routes_repaired "$REPLY" routes '>=' 12
metric d1 '^evenkeel_repairs_total.*"rule"'
figure rules_repaired "$REPLY" rules '>=' 3
metric d1 '^evenkeel_vrrp_became_master_total'
figure became_master "$REPLY" times '<=' 1

watch_routes d1
kill_worker d1 vrrp
wait_until 5 'a new vrrp is there' respawned d1 vrrp
stays 2 'it keeps every route and rule' has_entries d1
kill "$MONITOR"
figure deleted "$(grep -c Deleted "$LAB_OUT/d1.monitor" || true)" entries '<=' 0

link_down d1
wait_until 8 'd2 holds the VIP' holds d2
wait_until 15 'd2 has every route and rule' has_entries d2
wait_until 5 'd1 has none' has_none d1
link_up d1
# The kernel dropped it with the link.
ip -n d1 addr add fd00::1/64 dev eth0 nodad
wait_until 8 'd1 holds the VIP' holds d1
wait_until 15 'd1 has them again' has_entries d1
wait_until 5 'd2 has none' has_none d2

stop_director d1
expect 'an orderly stop takes them' has_none d1
wait_until 15 'd2 has them' has_entries d2
