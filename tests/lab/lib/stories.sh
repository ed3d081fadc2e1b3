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
