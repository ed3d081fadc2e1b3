# An interface becomes the port of a bridge while an instance runs on it: what arrives is the
# bridge's from then on, so the instance hears no advert. The master lets its peer serve, whether the
# machine's address stays on the port or moves to the bridge, and a backup stays one instead of
# becoming a second master. When the interface leaves the bridge all is as before, without a restart.
cluster dr
director_conf d1 version=3
director_conf d2 version=3
start_pair
start_watch
processes_of d1
before="${PIDS[*]}"

# joins NAME, leaves NAME: its eth0, the bridge br0.
joins() {
  say "eth0 of $1 joins a bridge"
  ip -n "$1" -batch - <<END
link add br0 type bridge forward_delay 0 mcast_snooping 0
link set br0 up
link set eth0 master br0
END
}
leaves() {
  say "eth0 of $1 leaves its bridge"
  ip -n "$1" -batch - <<END
link set eth0 nomaster
link del br0
END
}
move_address() { ip -n d1 addr del 10.0.0.1/24 dev "$1" && ip -n d1 addr add 10.0.0.1/24 dev "$2"; }
is_deaf() { role_is "$1" web FAULT; }

# tell_port WORD: what d1 and its peer do while the eth0 of d1 is a port.
tell_port() {
  wait_until 5 'd2 alone holds the VIP' holds_alone d2
  figure "taken_over_$1" "$WAITED" ms '<=' 1500
  mark "port.$1"
  expect 'd1 is in FAULT' is_deaf d1
  expect 'and says why' grep -q 'eth0 belongs to bridge br0' <(ctl d1 explain web)
  run_client 3
  expect_no_loss
  nap 2
  mark "port.$1.end"
  expect_one_holder "port.$1" "port.$1.end"
}

tell_return() {
  wait_until 12 'd1 is back as the higher priority' holds_alone d1
  figure "back_$1" "$WAITED" ms '<=' 4500
  mark "back.$1"
  run_client 3
  expect_no_loss
  mark "back.$1.end"
  expect_one_holder "back.$1" "back.$1.end"
}

joins d2
mark deaf_backup
wait_until 3 'd2 is in FAULT' is_deaf d2
stays 5 'd1 alone holds the VIP' holds_alone d1
leaves d2
wait_until 3 'd2 listens again' role_is d2 web BACKUP
stays 4 'd1 alone holds the VIP' holds_alone d1
mark deaf_backup.end
expect_one_holder deaf_backup deaf_backup.end

joins d1
tell_port address_stays
leaves d1
tell_return address_stays

joins d1
move_address eth0 br0
tell_port address_moves
move_address br0 eth0
leaves d1
tell_return address_moves

stop_watch
processes_of d1
expect 'the processes of d1 are those of before' test "$before" = "${PIDS[*]}"
