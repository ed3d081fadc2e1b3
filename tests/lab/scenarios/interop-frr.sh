# evenkeel and FRR's vrrpd as a pair, version 3, over IPv4 and over IPv6, each in both roles: exactly
# one master in every sample after convergence; the other takes over when a master dies or resigns.
# limit: 300
cluster dr ipv6=yes

evenkeel_is() {
  if [[ $1 == Master ]]; then holds d1; else lacks d1; fi
}
masters_are() { evenkeel_is "$1" && frr_is d2 "$family" "$2"; }
settle_on() {
  wait_until 12 "evenkeel is $1, FRR is $2" masters_are "$1" "$2"
  figure "settled_v$family" "$WAITED" ms
  stays 4 'and they stay so' masters_are "$1" "$2"
}

tell_frr() {
  family=$1
  director_conf d1 family="$family" version=3 priority=150
  start_director d1
  start_frr d2 "$family" 100
  settle_on Master Backup
  kill_all d1
  wait_until 6 'FRR takes over' frr_is d2 "$family" Master
  figure "frr_took_over_v$family" "$WAITED" ms '<=' 4500
  start_director d1
  settle_on Master Backup

  director_conf d1 family="$family" version=3 priority=50
  reload d1
  settle_on Backup Master
  link_down d2
  wait_until 6 'evenkeel takes over' holds d1
  figure "evenkeel_took_over_v$family" "$WAITED" ms '<=' 4500
  link_up d2
  settle_on Backup Master
  stop_frr d2
  wait_until 6 'evenkeel takes over when FRR ends' holds d1
  figure "evenkeel_relieved_v$family" "$WAITED" ms
  stop_director d1
}

tell_frr 4
HELD=$VIP6
tell_frr 6
