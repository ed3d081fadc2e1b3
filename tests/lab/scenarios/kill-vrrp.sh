# alone: nothing may be lost in its restarts
# limit: 240
# The vrrp process of a master with adverts of 1 s is killed at twenty random moments, one server
# having died before. Its successor goes on as MASTER: nothing is lost, no connection breaks, the
# peer never takes over, and the dead server stays out of the table.
seed "${LAB_SEED:-31}"
cluster dr servers=3
director_conf d1
director_conf d2
start_pair
kill_server s3
wait_until 5 's3 is out' table_is d1 s1 s2
start_watch
mark begin
start_client
client=kept start_client --keep 5

slowest=0
for ((round = 1; round <= 20; round++)); do
  nap "$((RANDOM % 3)).$((RANDOM % 90 + 10))"
  kill_worker d1 vrrp
  wait_until 8 'vrrp is back' respawned d1 vrrp
  slowest=$((WAITED > slowest ? WAITED : slowest))
  wait_until 5 'it is MASTER as before' role_is d1 web MASTER
done
figure slowest_return "$slowest" ms

nap 3
expect_unnoticed begin end
expect_table d1 s1 s2
metric d1 'process_restarts_total.*vrrp'
figure restarts "$REPLY" times '>=' 20
