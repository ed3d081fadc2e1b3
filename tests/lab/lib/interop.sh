# shellcheck shell=bash
# evenkeel and keepalived as a pair: who holds the VIP, and is it one at a time? The words of these
# stories are those of director_conf.

# tell_interop [WORD=VALUE]...: a stop, a return and a death in both roles.
tell_interop() {
  make_pair "$@"
  tell_roles evenkeel_leads start_director start_keepalived
  tell_roles keepalived_leads start_keepalived start_director
  judge_pair
}

# tell_matrix [WORD=VALUE]...: the same, and a lost link, nopreempt, and equal priorities.
tell_matrix() {
  make_pair "$@"
  tell_all_of evenkeel start_director start_keepalived "$@"
  both_confs "$@"
  tell_all_of keepalived start_keepalived start_director "$@"
  judge_pair
}

# tell_all_of NAME START_D1 START_D2 WORD...
tell_all_of() {
  tell_roles "$1_leads" "$2" "$3"
  tell_link "$1_unplugged" "$2" "$3"
  tell_nopreempt "$@"
  tell_equals "$@"
}

make_pair() {
  local words=()
  if [[ " $* " == *' family=6 '* ]]; then
    words=(ipv6=yes)
    HELD=$VIP6
  fi
  cluster dr "${words[@]}"
  both_confs "$@"
  capture adverts lan 'proto 112 or proto 51'
  start_watch
}

both_confs() {
  director_conf d1 "$@"
  director_conf d2 "$@"
}

judge_pair() {
  mark end
  stop_watch
  stop_captures
  expect_good_checksums
}

# tell_roles NAME START_D1 START_D2: d1 leads; it stops, returns, and dies.
tell_roles() {
  local name=$1 start_d1=$2 start_d2=$3
  lead "$start_d1" "$start_d2"
  calm "$name" d1
  mark "$name.stop"
  stop_director d1
  wait_until 3 'd2 holds the VIP' holds d2
  calm "$name.stopped" d2
  $start_d1 d1
  wait_until 12 'd1 has come back' holds d1
  calm "$name.back" d1
  mark "$name.death"
  kill_all d1
  wait_until 5 'd2 holds the VIP' holds d2
  figure "$name" "$WAITED" ms '<=' 4000
  [[ ${DAEMON[d1]} != keepalived ]] || delete_held d1
  wait_until 20 'the lease of d1 ends' lacks d1
  calm "$name.dead" d2
  stop_director d2
}

# tell_link NAME START_D1 START_D2: d1 leads, its cable is pulled, and put back.
tell_link() {
  lead "$2" "$3"
  mark "$1"
  link_down d1
  wait_until 6 'd2 holds the VIP' holds d2
  figure "$1" "$WAITED" ms '<=' 4000
  calm "$1.down" d2
  link_up d1
  wait_until 12 'd1 has come back' holds d1
  calm "$1.up" d1
  end_both
}

# tell_nopreempt NAME START_D1 START_D2 WORD...: d1 dies, comes back, and leaves the VIP where it is.
tell_nopreempt() {
  both_confs "${@:4}" options=nopreempt
  $2 d1
  wait_until 12 'd1 leads' holds d1
  $3 d2
  # Until d2 runs and has heard d1.
  nap 3
  die d1
  wait_until 6 'd2 holds the VIP' holds d2
  calm "$1_nopreempt.dead" d2
  $2 d1
  nap 5
  calm "$1_nopreempt.back" d2
  end_both
}

# tell_equals NAME START_D1 START_D2 WORD...: of two that start at once, one takes the VIP; it stays
# with d1 that leads when an equal comes.
tell_equals() {
  both_confs "${@:4}" priority=100
  $2 d1
  $3 d2
  wait_until 12 'one of them holds the VIP' held_by_one
  # Both may have taken it at the same moment; the higher address keeps it.
  nap 2
  held_by_one || fail "both hold the VIP, or nobody"
  calm "$1_equals.start" "$HOLDER"
  end_both
  $2 d1
  wait_until 12 'd1 holds the VIP' holds d1
  $3 d2
  nap 5
  calm "$1_equals.late" d1
  end_both
}

# Sets HOLDER.
held_by_one() {
  HOLDER=d1
  holds_alone d1 || { HOLDER=d2 && holds_alone d2; }
}

# lead START_D1 START_D2: both, until d1 holds the VIP.
lead() {
  $1 d1
  $2 d2
  wait_until 12 'd1 holds the VIP' holds_alone d1
}

end_both() {
  stop_director d1
  stop_director d2
}

# die NAME: with the machine that it runs on: keepalived would leave the address there.
die() {
  kill_all "$1"
  [[ ${DAEMON[$1]} != keepalived ]] || delete_held "$1"
  wait_until 20 "the lease of $1 ends" lacks "$1"
}

# delete_held NAME: somebody takes the address away; from the link `held_on`.
delete_held() {
  local length=24
  [[ $HELD != *:* ]] || length=64
  ip -n "$1" addr del "$HELD/$length" dev "${held_on:-eth0}"
}

# calm MARK HOLDER: once relieved, one and the same director holds the VIP for three seconds.
calm() {
  wait_until 3 "$2 alone holds the VIP" holds_alone "$2"
  # The watch reads the same address a moment later.
  nap 0.2
  mark "$1.calm"
  nap 3
  mark "$1.calm.end"
  expect_holders "$2"
  expect_one_holder "$1.calm" "$1.calm.end"
}

# Every advert of both daemons, as tshark sees it: 1 is a good checksum.
expect_good_checksums() {
  tshark -r "$LAB_OUT/adverts.pcap" -T fields -e ip.src -e ipv6.src -e vrrp.checksum.status \
    2>/dev/null |
    sort | uniq -c >"$LAB_OUT/checksums"
  awk '$3 != 1 { bad = 1 } { seen[$2] = 1 } END { exit bad || length(seen) < 2 }' \
    "$LAB_OUT/checksums" || fail "checksums (count, source, status): $(<"$LAB_OUT/checksums")"
}
