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
status=0
"$LAB_BUILD/bin/keelctl" --socket "$LAB_RUN/nobody" status 2>/dev/null || status=$?
expect 'keelctl says that nobody is there' test "$status" -eq 2

promtool=${PROMTOOL:-$LAB_BUILD/tools/promtool}
metrics d1 >"$LAB_OUT/metrics"
said=$("$promtool" check metrics <"$LAB_OUT/metrics" 2>&1) || fail "promtool: $said"
expect 'promtool is silent' test -z "$said"
for family in vrrp check service server process reload repair; do
  expect "there are metrics of $family" grep -q "^evenkeel_[a-z_]*$family" "$LAB_OUT/metrics"
done
run_client 2
wait_until 15 'the connections are counted' connections_counted

kill -USR1 "${DIRECTOR_PID[d1]}"
wait_until 3 'status.json is written' test -s "$LAB_RUN/d1/run/status.json"
expect 'status.json is JSON' jq -e . "$LAB_RUN/d1/run/status.json"
