# Services of every protocol: UDP, SCTP, and a firewall mark that gathers a port; a persistent one
# sends a client to the same server again.
cluster dr
for name in d1 d2; do
  director_conf "$name"
  check=$'TCP_CHECK {\n connect_port 80\n connect_timeout 1\n }'
  {
    service_block UDP "$VIP 80" s1 s2
    service_block SCTP "$VIP 90" s1 s2
    service_block TCP 'fwmark 7' s1 s2
    service_options=$'persistence_timeout 30\n persistence_granularity 255.255.255.0' \
      service_block TCP "$VIP 8080" s1 s2
  } | sed 's/\(real_server [0-9.]*\) 7 /\1 80 /' | add_conf "$name"
  unset check
done
start_pair
for service in "UDP $VIP:80" "SCTP $VIP:90" 'FWM 7' "TCP $VIP:8080"; do
  wait_until 5 "$service has its servers" table_is d1 s1 s2
done
unset service
in_ns d1 ipvsadm -Sn >"$LAB_OUT/table"
expect 'persistence is set' grep -q -- '-p 30 -M 255.255.255.0' "$LAB_OUT/table"

run_client 2 --protocol udp
expect_no_loss
expect_balance s1 s2
port=8080 run_client 2
expect 'a persistent client stays with its server' \
  jq -e '.servers | length == 1' "$LAB_OUT/client.json"

in_ns d1 iptables-legacy -t mangle -A PREROUTING -d "$VIP" -p tcp --dport 8080 -j MARK --set-mark 7
port=8080 run_client 2
expect_no_loss
expect_balance s1 s2
