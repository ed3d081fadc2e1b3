# What the daemon tells, over each of its ways: the control socket, keelctl, metrics, a signal.
cluster dr
director_conf d1
director_conf d2
start_pair
nap 2

for path in status vrrp services; do
  ask d1 "/v1/$path" | jq -e 'type == "object" or type == "array"' >/dev/null ||
    fail "/v1/$path is not JSON"
done
ask d1 /v1/vrrp | grep -q MASTER || fail 'd1 does not call itself MASTER'
ask d2 /v1/vrrp | grep -q BACKUP || fail 'd2 does not call itself BACKUP'
ask d1 /v1/nothing | jq -e '.code and .message' >/dev/null || fail 'an error is not JSON'

for verb in status vrrp services servers; do
  ctl d1 "$verb" >"$LAB_OUT/$verb.txt" || fail "keelctl $verb: exit $?"
  expect "keelctl $verb says something" test -s "$LAB_OUT/$verb.txt"
  ctl d1 "$verb" --json | jq -e . >"$LAB_OUT/$verb.json" || fail "keelctl $verb --json is not JSON"
done
expect 'keelctl vrrp names the instance' grep -q 'web.*MASTER' "$LAB_OUT/vrrp.txt"
expect 'keelctl servers names a server' grep -q '10.0.0.11' "$LAB_OUT/servers.txt"
timeout 3 "$LAB_BUILD/bin/keelctl" --socket "$LAB_RUN/d1/run/control.sock" events --json \
  >"$LAB_OUT/events.txt" || true
expect 'events are JSON, one a line' jq -e . "$LAB_OUT/events.txt"
expect 'a good reload is done' ctl d1 reload
ctl d1 config --json >"$LAB_OUT/config.json"
expect 'the configuration says who loaded it' \
  jq -e '.generation == 2 and .loaded_by == "uid 0" and (.hash | length) == 64' "$LAB_OUT/config.json"

# What a reload would change is told before it is done, and nothing is done.
sed 's/lb_algo .*/lb_algo wlc/' "$LAB_RUN/d1/director.conf" >"$LAB_RUN/d1/next.conf"
printf 'vrrp_instance more {\n interface eth0\n virtual_router_id 99\n virtual_ipaddress {\n  10.0.0.99\n }\n}\n' >>"$LAB_RUN/d1/next.conf"
ctl d1 config diff "$LAB_RUN/d1/next.conf" >"$LAB_OUT/diff.txt" || fail "keelctl config diff: exit $?"
expect 'the new instance is told' grep -q '^added *vrrp/more' "$LAB_OUT/diff.txt"
expect 'and the other scheduler' grep -q 'lb_algo: rr -> wlc' "$LAB_OUT/diff.txt"
ctl d1 config diff "$LAB_RUN/d1/next.conf" --json | jq -e '.would_load and (.changes | length) > 0' \
  >/dev/null || fail 'the difference is not JSON'
ctl d1 config diff >"$LAB_OUT/nodiff.txt" || fail "keelctl config diff: exit $?"
expect 'the running file changes nothing' grep -q 'would change 0 objects' "$LAB_OUT/nodiff.txt"
expect 'and nothing was loaded' test "$(ctl d1 config --json | jq .generation)" -eq 2

"$LAB_BUILD/bin/evenkeeld" --check --print=secrets --config "$LAB_RUN/d1/director.conf" >"$LAB_OUT/printed" ||
  fail "--check --print=secrets: exit $?"
expect 'the printed configuration is clean' \
  "$LAB_BUILD/bin/evenkeeld" --check --config "$LAB_OUT/printed"
ctl d1 config diff "$LAB_OUT/printed" >"$LAB_OUT/same.txt"
expect 'and changes nothing' grep -q 'would change 0 objects' "$LAB_OUT/same.txt"
expect 'passwords are printed on demand alone' sh -c \
  '! "$1" --check --print --config "$2" 2>/dev/null | grep "auth_pass lab"' - \
  "$LAB_BUILD/bin/evenkeeld" "$LAB_RUN/d1/director.conf"
"$LAB_BUILD/bin/evenkeeld" --check --json --config "$LAB_RUN/d1/next.conf" |
  jq -e '.exit_code == 0 and .verdict == "clean"' >/dev/null || fail '--check --json'

status=0
"$LAB_BUILD/bin/keelctl" --socket "$LAB_RUN/nobody" status 2>/dev/null || status=$?
expect 'keelctl says that nobody is there' test "$status" -eq 2

promtool=${PROMTOOL:-$LAB_BUILD/tools/prometheus/usr/bin/promtool}
metrics d1 >"$LAB_OUT/metrics"
said=$("$promtool" check metrics <"$LAB_OUT/metrics" 2>&1) || fail "promtool: $said"
expect 'promtool is silent' test -z "$said"
for family in vrrp check service server process reload repair; do
  expect "there are metrics of $family" grep -q "^evenkeel_[a-z_]*$family" "$LAB_OUT/metrics"
done
run_client 3  # 150 connections
wait_until 15 'the connections are counted' connections_counted

kill -USR1 "${DIRECTOR_PID[d1]}"
wait_until 3 'status.json is written' test -s "$LAB_RUN/d1/run/status.json"
expect 'status.json is JSON' jq -e . "$LAB_RUN/d1/run/status.json"
