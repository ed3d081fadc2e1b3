# Static addresses, routes and rules are there whoever is master: put in at start, put back, kept by
# a successor and by a reload, taken at an orderly stop, left by one that only leaves. An instance
# that tracks one that cannot be there is in FAULT.
cluster dr
director_conf d1
director_conf d2
statics() {
  cat <<'END'
track_group serving {
  group {
    web
  }
}
static_ipaddress {
  10.3.0.1/24 dev eth0 label eth0:st
}
static_routes {
  10.9.0.0/16 via 10.3.0.254 dev eth0 src 10.3.0.1
  10.6.0.0/16 dev late track_group serving
END
  [[ ${1:-} == less ]] || echo '  blackhole 10.8.0.0/16'
  cat <<'END'
}
static_rules {
  from 10.9.0.0/16 table 100 preference 60
}
END
}
conf_of d1
cp "$REPLY" "$LAB_RUN/base.conf"
statics | add_conf d1

has_statics() {
  holds "$1" 10.3.0.1 && has_route "$1" 10.9.0.0/16 && has_route "$1" 10.6.0.0/16 &&
    has_rule "$1"
}
has_route() { [[ $(ip -n "$1" -j route show proto keepalived | jq -r '.[].dst') == *"$2"* ]]; }
has_rule() { [[ $(ip -n "$1" -j -d rule show | jq -r '.[] | select(.protocol == "keepalived").priority') == 60 ]]; }
has_nothing() {
  lacks "$1" 10.3.0.1 && [[ -z $(ip -n "$1" route show proto keepalived) ]] && ! has_rule "$1"
}
late_interface() {
  ip -n d1 link add late type dummy
  ip -n d1 link set late up
}

start_director d1
start_director d2
wait_until 15 'd2 holds the VIP: d1 lacks what it tracks' holds_alone d2
expect 'and says so' role_is d1 web FAULT
expect 'the rest is there' has_rule d1
late_interface
wait_until 10 'd1 holds the VIP' holds_alone d1
wait_until 3 'everything static is there' has_statics d1
expect 'the blackhole too' has_route d1 10.8.0.0/16

ip -n d1 addr del 10.3.0.1/24 dev eth0
ip -n d1 rule del preference 60
ip -n d1 route del blackhole 10.8.0.0/16
wait_until 1 'all of it is back' has_statics d1
figure back "$WAITED" ms
wait_until 1 'the blackhole too' has_route d1 10.8.0.0/16
wait_until 3 'the repairs are counted' counted d1 '^evenkeel_repairs_total.*"(address|route|rule)"' 3
metric d1 '^evenkeel_repairs_total.*"(address|route|rule)"'
figure repaired "$REPLY" entries '>=' 3
expect 'the log tells' grep -q 'put rule 60: from 10.9.0.0/16 table 100 back' "$LAB_OUT/d1.log"
expect 'still master' holds_alone d1

kill_worker d1 vrrp
wait_until 5 'a new vrrp is there' respawned d1 vrrp
stays 2 'it keeps everything' has_statics d1

{
  cat "$LAB_RUN/base.conf"
  statics less
} >"$LAB_RUN/less.conf"
conf_of d1
cp "$LAB_RUN/less.conf" "$REPLY"
reload d1
wait_until 5 'what a reload dropped is gone' not has_route d1 10.8.0.0/16
expect 'and the rest stayed' has_statics d1
expect 'and the VIP' holds_alone d1

ip -n d1 link del late
wait_until 8 'd2 holds the VIP: what d1 tracks has gone' holds_alone d2
late_interface
wait_until 8 'd1 holds the VIP again' holds_alone d1

ctl d1 leave
wait_until 5 'd1 has left' ended d1
expect 'leaving takes nothing' has_statics d1
start_director d1
wait_until 10 'd1 is master' role_is d1 web MASTER
stop_director d1
expect 'an orderly stop takes everything' has_nothing d1
