# The master is told to reload configurations that cannot be right. Nothing changes, nothing is
# lost, and it says so; a good one is taken after that, five times in a row.
cluster dr
director_conf d1
director_conf d2
conf_of d1
conf=$REPLY
cp "$conf" "$LAB_RUN/good"
start_pair
start_watch
mark begin
start_client
nap 2

refuse() {
  reload d1
  nap 3
  expect "after $1: the table is as it was" table_is d1 s1 s2
  expect "after $1: d1 holds the VIP" holds d1
  ended d1 && fail "after $1: the daemon has ended"
  metric d1 config_last_reload_successful
  expect "after $1: the metric tells of the refusal" test "$REPLY" = 0
  cp "$LAB_RUN/good" "$conf"
}

sed -i 's/interface eth0/interface eth9/' "$conf"
refuse 'a missing interface'
printf 'vrrp_instance {{{ \001\002 "\nvirtual_server 1.2.3 {\n' >"$conf"
refuse 'garbage'
rm "$conf"
refuse 'a missing file'
sed -i 's/lb_algo rr/lb_algo fastest/' "$conf"
expect 'keelctl reports the refusal' not ctl d1 reload
cp "$LAB_RUN/good" "$conf"

for round in 1 2 3 4 5; do
  sed -i "s/weight [0-9]*/weight $round/" "$conf"
  reload d1
  nap 0.3
done
wait_until 5 'the last one is in force' table_is d1 s1/5 s2/5
metric d1 config_last_reload_successful
expect 'the metric tells of the success' test "$REPLY" = 1
mark end
stop_client
stop_watch
expect_no_loss
expect_one_holder begin end
expect_holders d1
