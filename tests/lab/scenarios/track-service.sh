# A director whose servers have all failed gives way to one that still reaches them, and takes the
# VIP back when they return: the quorum of a virtual server counts in the election.
# limit: 240
cluster dr

tracked="track_service {
    $VIP 80 weight -60
  }"
director_conf d1 options="$tracked"
director_conf d2 options="$tracked"
start_pair
# d1 alone loses its servers: what it sends them is dropped.
block() { for s in "${SERVERS[@]}"; do ip -n d1 route "$1" blackhole "${ADDRESS[$s]}/32"; done; }
block add
wait_until 15 'd2 has taken over: d1 reaches no server' holds_alone d2
expect 'd1 says why' grep -q -- "-60 service tcp:$VIP:80 (DOWN" "$LAB_OUT/d1.log"
run_client 2
expect 'every connection is answered' test "$LOST" -eq 0
kill_worker d1 vrrp
wait_until 5 'a new vrrp is there' respawned d1 vrrp
stays 6 'it knows of the quorum, and d2 stays master' holds_alone d2
block del
wait_until 20 'd1 has it back' holds_alone d1
kill_server s1
kill_server s2
wait_until 15 "nobody reaches a server" table_is d1
stays 3 'both are worth less, and d1 stays' holds_alone d1
