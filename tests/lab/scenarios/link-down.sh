# alone: bounds the gap of a takeover
# The master's cable is pulled, with slow adverts and with fast ones. The peer takes over when the
# master-down time has passed, and no later than a tenth of a second after it; the master comes
# back with its cable.
cluster dr

# lose_link MASTER_DOWN_MS WORD=VALUE...
lose_link() {
  local bound=$(($1 + 100))
  shift
  director_conf d1 "$@"
  director_conf d2 "$@"
  start_pair
  start_client
  nap 3
  mark "down.$1"
  link_down d1
  wait_until 6 'd2 holds the VIP' holds d2
  nap 2
  stop_client
  figure "gap_$1" "$GAP" ms '<=' "$bound"
  figure "lost_$1" "$LOST" connections
  wait_until 3 'd1 has dropped the VIP' lacks d1
  expect_holders d2
  link_up d1
  wait_until 12 'd1 has come back' holds_alone d1
  mark "back.$1"
  nap 2
  mark "end.$1"
  expect_one_holder "back.$1" "end.$1"
}

start_watch
# Priority 100: skew is 156/256 of a second (version 2) or of an interval (version 3).
lose_link 3609 advert=1
stop_director d1
stop_director d2
lose_link 361 advert=0.1 version=3
stop_watch
