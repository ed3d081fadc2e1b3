# News of links are lost, as in lost-burst, and for a while every attempt to read all links anew is
# disturbed. The master goes on with what it knows, and hears of what happens; as soon as it can read
# everything, it finds what it had lost.
cluster dr
# A renewal of the lease would put the VIP back unasked.
director_conf d1 version=3 options='vip_lease 600'
director_conf d2 version=3
disturbed=$LAB_RUN/disturbed
printf '\0' >"$disturbed"
disturb() { printf "$1" | dd of="$disturbed" conv=notrunc status=none; }
LAB_DISTURBED=$disturbed LD_PRELOAD=$LAB_BUILD/bin/lab-disturb.so start_director d1
start_director d2
settle
make_links d1

start_watch
worker_of d1 vrrp
say 'the vrrp process of d1 stands still'
kill -STOP "$PID"
delete_links d1
ip -n d1 addr del "$VIP/24" dev eth0
disturb '\1'
kill -CONT "$PID"
wait_until 5 'the loss was noticed' resynced d1
nap 1
expect 'nothing could be read' lacks d1
expect 'd1 is MASTER' role_is d1 web MASTER
ip -n d1 link add late type dummy
mark undisturbed
disturb '\0'
wait_until 5 'the VIP is back' holds d1
nap 4
mark end
stop_watch
since undisturbed 'back d1'
figure back "$TOOK" ms '<=' 300
expect 'd1 is MASTER' role_is d1 web MASTER
expect 'd2 never had the VIP' not grep -q 'holders.*d2' "$LAB_OUT/timeline"
