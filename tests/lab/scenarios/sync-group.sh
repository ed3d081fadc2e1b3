# Two instances on two networks move as one: when one loses its interface both go to the peer, and
# both come back; evenkeel beside evenkeel, then beside keepalived. The group's scripts run once.
# limit: 240
cluster dr
second_lan

cat >"$LAB_RUN/tell" <<END
#!/bin/sh
echo "\$@" >>"$LAB_RUN/\$1.told"
END
chmod 755 "$LAB_RUN/tell"

told() { [[ -r $LAB_RUN/$1.told && $(grep -c "GROUP both $2 0" "$LAB_RUN/$1.told") == "$3" ]]; }

# tell_group PEER: d1 leads; the peer takes both, and gives both back.
tell_group() {
  wait_until 15 'd1 holds both' group_moved_to d1
  stays 2 'they stay there' group_moved_to d1
  ip -n d1 link set eth1 down
  wait_until 5 'd2 holds both' group_moved_to d2
  figure "$1.moved" "$WAITED" ms
  expect 'web is in FAULT because of inner' role_is d1 web FAULT
  stays 2 'they stay there' group_moved_to d2
  ip -n d1 link set eth1 up
  wait_until 8 'd1 holds both again' group_moved_to d1
  ip -n d1 link set eth0 down
  wait_until 5 'd2 holds both: the other interface' group_moved_to d2
  ip -n d1 link set eth0 up
  wait_until 8 'd1 holds both again' group_moved_to d1
}

for name in d1 d2; do
  director_conf "$name" version=3 advert=0.5
  group_conf "$name" advert=0.5 group="notify \"$LAB_RUN/tell $name\" root"
done
start_director d1
start_director d2
tell_group evenkeel
wait_until 5 'd1 told of MASTER three times' told d1 MASTER 3
expect 'and of FAULT twice, once a group' told d1 FAULT 2
expect 'explain names the cause' grep -q 'sync group both: member inner is in FAULT' \
  "$LAB_OUT/d1.log"
stop_director d1
wait_until 5 'd2 holds both: d1 has stopped' group_moved_to d2
wait_until 3 'd1 told of STOP once' told d1 STOP 1
start_director d1
wait_until 10 'd1 holds both again' group_moved_to d1
kill_worker d1 vrrp
wait_until 5 'a new vrrp is there' respawned d1 vrrp
stays 3 'a dead vrrp process moves nothing' group_moved_to d1

stop_director d2
start_keepalived d2
tell_group keepalived
