# What a failed check does to the pool: retries first, weight 0 with inhibit_on_failure, the sorry
# server when the quorum is lost, and back.
cluster dr servers=3
tcp_check=$'TCP_CHECK {\n connect_port 80\n connect_timeout 1\n retry 0\n }'
director_conf d1
{
  check=$'inhibit_on_failure\n'"$tcp_check" service_block TCP "$VIP 81" s1 s2
  service_options=$'quorum 2\n sorry_server 10.0.0.13 82' check=$tcp_check \
    service_block TCP "$VIP 82" s1 s2
  check=$'TCP_CHECK {\n connect_port 80\n retry 3\n delay_before_retry 1\n connect_timeout 1\n }' \
    service_block TCP "$VIP 83" s1 s2
} | add_conf d1
start_director d1
wait_until 10 'd1 holds the VIP' holds d1
for port in 81 82 83; do
  service="TCP $VIP:$port" wait_until 5 "port $port has its servers" table_is d1 s1/1 s2/1
done

kill_server s1
service="TCP $VIP:81" wait_until 5 'inhibited: weight 0, not deleted' table_is d1 s1/0 s2/1
service="TCP $VIP:82" wait_until 5 'quorum lost: the sorry server' table_is d1 s3
service="TCP $VIP:83" expect 'retries are not over yet' table_is d1 s1/1 s2/1
service="TCP $VIP:83" wait_until 8 'retries are over' table_is d1 s2
revive_server s1
service="TCP $VIP:81" wait_until 5 'the weight is back' table_is d1 s1/1 s2/1
service="TCP $VIP:82" wait_until 5 'quorum regained' table_is d1 s1/1 s2/1
service="TCP $VIP:83" wait_until 5 's1 is back' table_is d1 s1/1 s2/1
