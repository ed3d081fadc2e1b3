# alone: bounds the gap of a hand-over
# The master is stopped in order, with slow adverts and with fast ones, and started again. Its
# clients notice nothing, but for a connection that is between two of its packets at the moment; of
# what it made in the kernel, nothing stays.
cluster dr

hand_over() {
  director_conf d1 "$@"
  director_conf d2 "$@"
  start_pair
  # What came with the takeover is over: the second burst of gratuitous ARP, too.
  nap 6
  start_client
  nap 3
  mark stop
  stop_director d1
  nap 3
  stop_client
  figure lost "$((LOST - CUT))" connections '<=' 0
  figure cut "$CUT" connections '<=' 1
  figure "gap_$1" "$GAP" ms '<=' $((BASE_GAP + 100))
  expect_empty_table d1
  expect_holders d2

  start_client
  start_director d1
  wait_until 10 'd1 has come back' holds d1
  nap 3
  stop_client
  figure lost_on_return "$((LOST - CUT))" connections '<=' 0
  figure cut_on_return "$CUT" connections '<=' 1
  figure gap_on_return "$GAP" ms
  expect_holders d1
}

start_watch
hand_over advert=1
stop_director d1
stop_director d2
expect_empty_table d2
expect_holders
hand_over advert=0.1 version=3
mark end
stop_watch
