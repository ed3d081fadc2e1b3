# Unicast instances without `interface`, on a machine that has no eth0: d1 speaks and hears by its source
# address alone, d2 has an interface. The source moves to another interface under d1, and nothing
# happens; it goes, or its interface goes down, and the peer serves until it is back. An address
# without `dev` is on the default interface.
SECOND=10.0.0.51
cluster dr
for name in d1 d2; do
  ip -n "$name" -batch - <<END
link set eth0 down
link set eth0 name ens3
link set ens3 up
END
done
ip link add d1.4 type veth peer name ens4 netns d1
ip link set d1.4 master lan up
ip -n d1 link set ens4 up
# The VIP is not to go with the address that is the first of their subnet.
set_sysctl d1 conf.ens4.rp_filter=0 conf.ens3.rp_filter=0 conf.ens3.promote_secondaries=1

# far_conf NAME PRIORITY PEER INTERFACE-LINE
far_conf() {
  conf_of "$1"
  cat >"$REPLY" <<END
global_defs {
  router_id $1
  vrrp_version 3
  default_interface ens3
  dynamic_interfaces
}
vrrp_instance web {
  state BACKUP
  $4
  virtual_router_id 51
  priority $2
  advert_int 1
  unicast_src_ip ${ADDRESS[$1]}
  unicast_peer {
    ${ADDRESS[$3]}
  }
  virtual_ipaddress {
    $VIP/24
    $SECOND/24 dev ens3
  }
}
END
}
far_conf d1 150 d2 ''
far_conf d2 100 d1 'interface ens3'
capture wire lan 'proto 112'
start_director d1
start_director d2
wait_until 15 'd1 holds the VIP' holds_alone d1
on_ens3=$(ip -n d1 -o addr show dev ens3)
expect 'the VIP is on the default interface' grep -q " $VIP/24 " <<<"$on_ens3"
expect 'and the other where it is to be' grep -q " $SECOND/24 " <<<"$on_ens3"
expect 'd2 is BACKUP' role_is d2 web BACKUP

start_watch
mark moved
say 'the source moves to another interface'
ip -n d1 -batch - <<END
addr add ${ADDRESS[d1]}/24 dev ens4
addr del ${ADDRESS[d1]}/24 dev ens3
END
nap 6
mark moved.end
expect_one_holder moved moved.end
expect 'd1 is MASTER' role_is d1 web MASTER
expect 'd2 never served' not grep -q 'holders.*d2' "$LAB_OUT/timeline"

say 'it is away for a moment, as when a manager restarts'
mark moment
ip -n d1 addr del "${ADDRESS[d1]}/24" dev ens4
nap 0.3
ip -n d1 addr add "${ADDRESS[d1]}/24" dev ens4
nap 4
mark moment.end
expect_one_holder moment moment.end

say 'its interface goes down'
ip -n d1 link set ens4 down
wait_until 6 'd2 serves' holds_alone d2
expect 'd1 is in FAULT' role_is d1 web FAULT
expect 'and says why' grep -q 'FAULT: interface ens4 is down' "$LAB_OUT/d1.log"
ip -n d1 link set ens4 up
wait_until 10 'd1 is back' holds_alone d1

say 'the source goes'
ip -n d1 addr del "${ADDRESS[d1]}/24" dev ens4
wait_until 6 'd2 serves' holds_alone d2
expect 'd1 is in FAULT' role_is d1 web FAULT
say 'and comes to the first interface'
ip -n d1 addr add "${ADDRESS[d1]}/24" dev ens3
wait_until 10 'd1 is back' holds_alone d1

say 'the daemon dies and is started again'
mark crash
kill_all d1
nap 0.5
start_director d1
nap 5
mark crash.end
stop_watch
expect_one_holder crash crash.end
stop_director d1
wait_until 5 'd2 serves' holds_alone d2
stop_captures
packets wire "dst net 224.0.0.0/4 or not ((src host 10.0.0.1 and dst host 10.0.0.2) or (src host 10.0.0.2 and dst host 10.0.0.1))"
figure other_adverts "$REPLY" adverts '<=' 0
packets wire 'src host 10.0.0.1'
figure adverts "$REPLY" adverts '>=' 20
tshark -r "$LAB_OUT/wire.pcap" -T fields -e vrrp.checksum.status 2>/dev/null | sort -u >"$LAB_OUT/checksums"
expect 'their checksums are good' test "$(<"$LAB_OUT/checksums")" = 1
