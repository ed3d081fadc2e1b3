# The demonstration that tests/demo shows: tells what it does into LAB_OUT/story, which the host
# prints as it grows.
tell() { printf '%s\n' "$@" >>"$LAB_OUT/story"; }

# Everything a reader should see as a program printed it.
show() { sed 's/^/    /' >>"$LAB_OUT/story"; }

# Another rate than the steady client's, lest the two take turns on a round-robin schedule.
show_balance() {
  client=part run_client 4 --rate 37
  tell "  $ANSWERED more connections, answered by: $(jq -r '.servers | to_entries
    | map("\(.key) \(.value)") | join(", ")' "$LAB_OUT/part.json")"
}

tell 'Two directors, d1 and d2, share the address 10.0.0.50. Behind it are three web servers.'
cluster dr servers=3
director_conf d1
director_conf d2
start_pair
tell 'd1 has the higher priority and holds the address. A client opens 50 connections a second.'
start_client
show_balance
in_ns d1 ipvsadm -Ln | show

tell '' 'Server s2 dies.'
kill_server s2
wait_until 8 's2 is out' table_is d1 s1 s3
tell "  $WAITED ms later it is out of the kernel's table; what came before may have met it."
show_balance

tell '' 'Server s2 comes back.'
revive_server s2
wait_until 8 's2 is back' table_is d1 s1 s2 s3
tell "  $WAITED ms later it is back in."
show_balance

tell '' 'Every process of d1, the master, is killed with -9, and nobody starts it again.'
client=death start_client
start_watch
mark death
kill_all d1
wait_until 10 'd2 holds the VIP' holds d2
tell "  $WAITED ms later d2 holds the address: it missed three adverts, one second apart."
show_balance
wait_until 20 'the lease of d1 ends' lacks d1
stop_watch
since death 'holders 1 d2'
tell "  d1 is dead and cannot drop the address; its lease ended $TOOK ms after its death."

tell '' 'd1 is started again, and takes the address back.'
start_director d1
wait_until 15 'd1 has come back' holds_alone d1
nap 2
stop_client
tell '' 'What the client saw from the first second to the last:'
tell "  $ANSWERED connections answered, $LOST lost, longest gap $GAP ms (without a fault: $BASE_GAP ms)."
for name in d1 d2; do
  tell '' "keelctl status of $name:"
  ctl "$name" status | show
done
