# The master's instance is on a bond of two cables. One is pulled, and the VIP stays; the other too,
# and the peer serves; the same when the bond's interfaces are taken out of it. With its cables the
# master is back, without a restart.
cluster dr
modprobe -q bonding max_bonds=0
ip link add d1.2 type veth peer name eth1 netns d1
ip link set d1.2 master lan up
ip -n d1 -batch - <<'EOT'
link add bond0 type bond mode active-backup miimon 50
link set eth0 down
link set eth0 master bond0
link set eth1 down
link set eth1 master bond0
link set bond0 up
addr flush dev eth0
addr add 10.0.0.1/24 dev bond0
EOT
set_sysctl d1 conf.bond0.send_redirects=0 conf.bond0.rp_filter=0
director_conf d1 version=3
director_conf d2 version=3
conf_of d1
sed -i 's/\beth0\b/bond0/' "$REPLY"
start_pair
processes_of d1
before="${PIDS[*]}"
start_watch

say 'one cable of two is pulled'
active() { ip -n d1 -d -j link show bond0 | jq -r '.[0].linkinfo.info_data.active_slave'; }
expect 'eth0 is the active one' test "$(active)" = eth0
mark one
start_client
nap 1
ip link set d1 down
stays 5 'd1 alone holds the VIP' holds_alone d1
stop_client
expect 'eth1 is the active one' test "$(active)" = eth1
expect 'd1 is MASTER' role_is d1 web MASTER
mark one.end
expect_one_holder one one.end
# What was under way before the bond noticed.
figure lost_one "$LOST" connections '<=' 10
figure gap_one "$GAP" ms '<=' 300

# serves_instead WORD: after bond0 has lost its last interface.
serves_instead() {
  wait_until 8 'd2 alone holds the VIP' holds_alone d2
  figure "taken_over_$1" "$WAITED" ms '<=' 4500
  mark "$1"
  wait_until 2 'd1 is in FAULT' role_is d1 web FAULT
  run_client 2
  expect_no_loss
  mark "$1.end"
  expect_one_holder "$1" "$1.end"
}

say 'the other cable is pulled too'
ip link set d1.2 down
serves_instead no_carrier
ip link set d1 up
ip link set d1.2 up
wait_until 12 'd1 is back as the higher priority' holds_alone d1

say 'both interfaces are taken out of the bond'
ip -n d1 -batch - <<'EOT'
link set eth0 nomaster
link set eth1 nomaster
EOT
serves_instead no_slave
ip -n d1 -batch - <<'EOT'
link set eth1 down
link set eth1 master bond0
EOT
wait_until 12 'd1 is back as the higher priority' holds_alone d1
mark back
run_client 3
expect_no_loss
mark end
expect_one_holder back end
stop_watch
processes_of d1
expect 'the processes of d1 are those of before' test "$before" = "${PIDS[*]}"
