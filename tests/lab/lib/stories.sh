# shellcheck shell=bash
# Stories that several scenarios tell with other words: one function each.

# A pair balances over two servers; a server dies and comes back; the master dies for good, its
# peer serves, and the dead director's address goes when its lease ends.
tell_pair() {
  director_conf d1
  director_conf d2
  start_pair
  run_client 3
  expect_no_loss
  expect_balance s1 s2
  expect_table d1 s1 s2
  tell_server_loss
  tell_master_death
}

tell_server_loss() {
  kill_server s1
  wait_until 5 's1 is out' table_is d1 s2
  figure server_out "$WAITED" ms '<=' 4000
  expect_table d1 s2
  run_client 2
  expect "every connection is answered by s2" test "$LOST" -eq 0
  expect_balance s2
  revive_server s1
  wait_until 5 's1 is back' table_is d1 s1 s2
  figure server_back "$WAITED" ms '<=' 3000
  run_client 2
  expect_balance s1 s2
  wait_until 5 's1 is back on d2' table_is d2 s1 s2
}

tell_master_death() {
  start_watch
  mark death
  kill_all d1
  wait_until 10 'd2 holds the VIP' holds d2
  wait_until 20 'the lease of d1 ends' lacks d1
  [[ $KIND != nat ]] || wait_until 2 'the inside lease of d1 ends' lacks d1 "$INSIDE"
  expect_holders d2
  run_client 3
  expect "every connection is answered" test "$LOST" -eq 0
  expect_balance s1 s2
  mark end
  stop_watch
  since death d2
  figure takeover "$TOOK" ms '<=' 3900
  since death 'holders 1 d2'
  figure lease_end "$TOOK" ms '<=' 13000
}

# tell_interop [WORD=VALUE]...: evenkeel and keepalived as a pair, in both roles. The words are
# those of director_conf.
tell_interop() {
  local words=()
  if [[ " $* " == *' family=6 '* ]]; then
    words=(ipv6=yes)
    HELD=$VIP6
  fi
  cluster dr "${words[@]}"
  director_conf d1 "$@"
  director_conf d2 "$@"
  capture adverts lan 'proto 112 or proto 51'
  start_watch
  tell_roles evenkeel_leads start_director start_keepalived
  tell_roles keepalived_leads start_keepalived start_director
  mark end
  stop_watch
  stop_captures
  expect_good_checksums
}

# tell_roles NAME START_D1 START_D2: d1 leads; it stops, returns, and dies.
tell_roles() {
  local name=$1 start_d1=$2 start_d2=$3
  $start_d1 d1
  $start_d2 d2
  wait_until 12 'd1 holds the VIP' holds d1
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
  # keepalived leaves the address on a dead director; here its machine dies with it.
  [[ ${DAEMON[d1]} != keepalived ]] || delete_held d1
  wait_until 20 'the lease of d1 ends' lacks d1
  calm "$name.dead" d2
  stop_director d2
}

# delete_held NAME: somebody takes the address away.
delete_held() {
  local length=24
  [[ $HELD != *:* ]] || length=64
  ip -n "$1" addr del "$HELD/$length" dev eth0
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
