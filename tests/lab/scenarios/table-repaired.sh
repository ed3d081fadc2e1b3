# alone: bounds how long nobody is served
# Somebody clears the IPVS table of the master, deletes one server, edits a weight. Each is
# repaired; a service that is not in the configuration is left alone.
cluster dr
director_conf d1
director_conf d2
start_pair
in_ns d1 ipvsadm -A -t 10.0.0.77:99 -s rr

in_ns d1 ipvsadm -d -t "$VIP:80" -r "${ADDRESS[s1]}:80"
wait_until 3 'the deleted server is back' table_is d1 s1/1 s2/1
figure server_repaired "$WAITED" ms '<=' 1000
in_ns d1 ipvsadm -e -t "$VIP:80" -r "${ADDRESS[s2]}:80" -g -w 7
wait_until 3 'the weight is right again' table_is d1 s1/1 s2/1
figure weight_repaired "$WAITED" ms '<=' 1000
in_ns d1 ipvsadm -E -t "$VIP:80" -s wlc
wait_until 3 'the scheduler is right again' scheduler_is rr
figure scheduler_repaired "$WAITED" ms '<=' 1000
service='TCP 10.0.0.77:99' expect 'the foreign service is still there' table d1 'TCP 10.0.0.77:99'

start_client
nap 2
in_ns d1 ipvsadm -C
wait_until 3 'the table is back' table_is d1 s1/1 s2/1
figure table_repaired "$WAITED" ms '<=' 1000
nap 1
stop_client
figure gap "$GAP" ms '<=' 1000
expect_table d1 s1 s2
run_client 2
expect_no_loss
expect_balance s1 s2
