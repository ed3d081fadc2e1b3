# limit: 300
# At twenty random moments every process of the master is killed, and the daemon is started again
# a second later. A server died before: it must never come back into the table. Nothing is lost, and
# there is one holder at the end. Where starting takes longer than the peer's patience, the peer
# takes over and is relieved again; that is counted. A server that dies while nobody looks is found
# out.
seed "${LAB_SEED:-20}"
cluster dr servers=3
director_conf d1
director_conf d2
start_pair
kill_server s3
wait_until 5 's3 is out' table_is d1 s1 s2
wait_until 5 's3 is out on d2' table_is d2 s1 s2
start_watch
mark begin
start_client
client=kept start_client --keep 5

for ((round = 1; round <= 20; round++)); do
  nap "$((RANDOM % 2)).$((RANDOM % 90 + 10))"
  kill_all d1
  stays 1 's3 stays out' table_is d1 s1 s2
  start_director d1
  stays 2 's3 stays out' table_is d1 s1 s2
done
stays 4 's3 stays out' table_is d1 s1 s2
wait_until 10 'd1 holds the VIP at the end' holds_alone d1
stop_client
expect_no_loss
client=kept stop_client
figure broken "$LOST" connections
mark end
stop_watch
figure takeovers "$(grep -c 'holders 1 d2' "$LAB_OUT/timeline" || true)" times
expect_holders d1

kill_all d1
kill_server s2
nap 1
start_director d1
wait_until 8 'the server that died unseen is out' table_is d1 s1
