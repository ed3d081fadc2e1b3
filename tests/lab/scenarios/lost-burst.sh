# More happens to links and addresses at once than the kernel can keep for a process that stands
# still, and what gets lost is that the master's VIP is deleted. The process notices the loss, reads
# everything anew, and puts the VIP back, as MASTER.
cluster dr
director_conf d1 version=3
director_conf d2 version=3
start_pair
make_links d1
metric d1 '^evenkeel_vrrp_stalls_total'
stalls=$REPLY

start_watch
worker_of d1 vrrp
say 'the vrrp process of d1 stands still'
mark stopped
kill -STOP "$PID"
delete_links d1
ip -n d1 addr del "$VIP/24" dev eth0
expect 'the VIP is gone' lacks d1
mark burst
kill -CONT "$PID"
wait_until 5 'the VIP is back' holds d1
wait_until 5 'the loss was noticed' resynced d1
nap 5
mark end
stop_watch
since stopped 'mark burst'
figure stood_still "$TOOK" ms '<=' 2500
since burst 'back d1'
figure back "$TOOK" ms '<=' 300
expect 'd1 is MASTER' role_is d1 web MASTER
metric d1 '^evenkeel_vrrp_stalls_total'
expect 'it was so all the time' test "$REPLY" = "$stalls"
expect 'd2 never had the VIP' not grep -q 'holders.*d2' "$LAB_OUT/timeline"
metric d1 '^evenkeel_vrrp_address_repairs_total'
expect 'the repair was counted' test "$REPLY" -ge 1
expect 'and told' grep -q 'somebody had deleted it' "$LAB_OUT/d1.log"
