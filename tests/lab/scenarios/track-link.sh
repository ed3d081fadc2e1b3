# What an instance forgives of its interface, and what it does not: a link that is down for less than
# its delay, or is not to count (dont_track_primary), or comes back too short ago; a source address
# that is gone (track_src_ip), peers that nobody has named (unicast_fault_no_peer). It starts when
# vrrp_startup_delay is over, but a successor at once; and says whose adverts nobody expects.
# limit: 240
cluster dr

says() { grep -q "$1" "$LAB_OUT/d1.log"; }
director_conf d1 advert=2
add_conf d1 <<EOF
global_defs {
  vrrp_startup_delay 6
  log_unknown_vrids
}
interface_up_down_delays {
  eth0 5 4
}
EOF
director_conf d2 advert=2
add_conf d2 <<EOF
vrrp_instance other {
  interface eth0
  virtual_router_id 77
  no_virtual_ipaddress
}
EOF
start_director d1
wait_until 10 'd1 says that it waits' says 'starting 6.000 s later: vrrp_startup_delay'
wait_until 15 'and starts then' says 'BACKUP: starting'
figure start "$WAITED" ms '>=' 3000
wait_until 15 'd1 holds the VIP' holds_alone d1
kill_worker d1 vrrp
wait_until 5 'a new vrrp is there' respawned d1 vrrp
stays 2 'a successor does not wait' holds_alone d1
wait_until 3 'it is MASTER' role_is d1 web MASTER
start_director d2
wait_until 15 'd1 hears of a VRID that it does not know' says 'VRID 77 from .* no instance has it'

link_down d1
stays 1 'a link that is down for less than its delay is up' role_is d1 web MASTER
link_up d1
stays 4 'and nothing has moved' holds_alone d1
expect 'd1 was never at FAULT' not says 'FAULT'
link_down d1
wait_until 12 'it counts after its delay' role_is d1 web FAULT
figure down "$WAITED" ms '>=' 4000
link_up d1
wait_until 12 'and is up after the other' role_is d1 web BACKUP
figure up "$WAITED" ms '>=' 3000
wait_until 15 'd1 has it back' holds_alone d1

director_conf d1 advert=2 options=dont_track_primary
reload d1
stays 2 'the reload moves nothing' holds_alone d1
link_down d1
stays 5 'the link does not count' role_is d1 web MASTER
link_up d1
wait_until 20 'd1 alone has it' holds_alone d1

director_conf d1 advert=2 options="track_src_ip
  mcast_src_ip ${ADDRESS[d1]}"
reload d1
stays 2 'the reload moves nothing' holds_alone d1
ip -n d1 address del "${ADDRESS[d1]}/24" dev eth0
wait_until 5 'd1 has lost its source' role_is d1 web FAULT
expect 'it says so' says "no interface has the source address ${ADDRESS[d1]} (track_src_ip)"
ip -n d1 address add "${ADDRESS[d1]}/24" dev eth0
wait_until 20 'd1 has it back' holds_alone d1

director_conf d1 advert=2 options=unicast_fault_no_peer
reload d1
wait_until 5 'd1 has no peer' role_is d1 web FAULT
expect 'it says so' says 'no unicast peer is configured (unicast_fault_no_peer)'
