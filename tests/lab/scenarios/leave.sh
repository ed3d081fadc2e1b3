# alone: the restart races with the peer's patience
# `keelctl leave` ends the daemon and leaves everything in the kernel, three times; the next one
# adopts it. Nothing is lost, no connection breaks, and the peer never takes over.
cluster dr
director_conf d1
director_conf d2
start_pair
start_watch
mark begin
start_client
client=kept start_client --keep 5
nap 2

for round in 1 2 3; do
  ctl d1 leave
  wait_until 5 'd1 has ended' ended d1
  processes_of d1
  expect 'no process is left' test ${#PIDS[@]} -eq 0
  expect 'the table stays' table_is d1 s1 s2
  expect 'the VIP stays' holds d1
  nap 0.5
  start_director d1
  stays 2 'd1 keeps what it found' table_is d1 s1 s2
done

expect_unnoticed begin end
