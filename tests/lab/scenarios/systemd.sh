# alone: the restart races with the peer's patience
# needs: systemd
# limit: 300
# The unit file under a real systemd: installed as the README says, started when its workers run,
# killed whole at twenty random moments and adopted, restarted when it hangs, reloaded only when that is right, stopped in
# order. The client notices nothing of it.
install_evenkeel() {
  cmake --install "$LAB_BUILD" --prefix /usr >>"$LAB_OUT/install.log"
  systemd-sysusers >>"$LAB_OUT/install.log" 2>&1
  mkdir -p /etc/systemd/system/evenkeel.service.d
  cat >/etc/systemd/system/evenkeel.service.d/lab.conf <<EOF
[Service]
NetworkNamespacePath=/run/netns/d1
StandardOutput=append:$LAB_OUT/d1.log
StandardError=append:$LAB_OUT/d1.log
EOF
  conf_of d1
  cp "$REPLY" /etc/evenkeel/evenkeel.conf
  ln -s /run/evenkeel "$LAB_RUN/d1/run"
  DAEMON[d1]=evenkeel
  systemctl daemon-reload
}
unit() { systemctl show --property "$1" --value evenkeel; }
unit_is() { [[ $(unit ActiveState) == "$1" ]]; }
restarted() { [[ $(unit NRestarts) -gt $1 ]] && unit_is active; }

seed "${LAB_SEED:-9}"
cluster dr servers=3
director_conf d1
director_conf d2
install_evenkeel
start_director d2
expect 'the unit starts' systemctl start evenkeel
expect 'it is active once its workers run' unit_is active
settle
expect 'systemd finds nothing wrong with the unit' systemd-analyze verify --man=no evenkeel.service
for worker in checker exporter; do
  worker_of d1 "$worker" || fail "there is no $worker"
  expect "$worker runs as its own user" test "$(stat -c %U "/proc/$PID")" = "evenkeel-$worker"
done

kill_server s3
wait_until 5 's3 is out' table_is d1 s1 s2
wait_until 5 's3 is out on d2' table_is d2 s1 s2
start_watch
mark begin
start_client
for ((round = 1; round <= 20; round++)); do
  nap "$((RANDOM % 2)).$((RANDOM % 90 + 10))"
  restarts=$(unit NRestarts)
  systemctl kill --signal KILL evenkeel
  wait_until 10 'systemd has started it again' restarted "$restarts"
  stays 1 'the table stays' table_is d1 s1 s2
done

echo 'vrrp_instance web {' >/etc/evenkeel/evenkeel.conf
expect 'a bad reload fails' not systemctl reload evenkeel 2>>"$LAB_OUT/install.log"
expect 'and changes nothing' holds d1
conf_of d1
cp "$REPLY" /etc/evenkeel/evenkeel.conf
expect 'a good reload succeeds' systemctl reload evenkeel
stop_client
mark end
expect_undisturbed begin end

worker_of d1 vrrp || fail 'there is no vrrp'
restarts=$(unit NRestarts)
kill -STOP "$PID"
wait_until 30 'the watchdog has replaced what hangs' restarted "$restarts"
figure watchdog "$WAITED" ms
wait_until 15 'd1 holds the VIP again' holds_alone d1

start_client
nap 3
expect 'the unit stops' systemctl stop evenkeel
nap 2
stop_client
figure lost_at_stop "$((LOST - CUT))" connections '<=' 0
stop_watch
expect_empty_table d1
expect_holders d2
