# needs: own kernel
# The kernel has no ip_vs, and will not load it. VRRP runs, the services say what is missing, and
# they come up by themselves when the module appears.
cluster dr ip_vs=no
modprobe_program=$(readlink -f "$(command -v modprobe)")
loader=$(</proc/sys/kernel/modprobe)
echo /bin/false >/proc/sys/kernel/modprobe
mount --bind /bin/false "$modprobe_program"
director_conf d1
director_conf d2
start_director d1
start_director d2
wait_until 10 'd1 holds the VIP' holds d1
expect 'there is no IPVS yet' test ! -e /proc/net/ip_vs
start_watch
mark begin
nap 3
ctl d1 services | tee "$LAB_OUT/services" | grep -q FAULT || fail "the services show no FAULT"
expect 'the reason is told' grep -q ip_vs "$LAB_OUT/services" "$LAB_OUT/d1.log"

umount "$modprobe_program"
echo "$loader" >/proc/sys/kernel/modprobe
modprobe ip_vs
wait_until 10 'd1 has all servers' table_is d1 s1 s2
figure services_up "$WAITED" ms '<=' 6000
wait_until 10 'd2 has all servers' table_is d2 s1 s2
run_client 2
expect_no_loss
expect_balance s1 s2
mark end
stop_watch
expect_one_holder begin end
