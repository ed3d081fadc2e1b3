# A virtual_server_group: every address, range, network and mark is a service of the kernel with
# the same servers. Their checks are made once, and a verdict goes to all of them.
cluster dr
director_conf d1
add_conf d1 <<EOF
virtual_server_group web {
  $VIP 81
  10.0.0.51-52 82
  10.0.0.56/31 83
  fwmark 7
}
EOF
check=$'TCP_CHECK {\n connect_port 80\n connect_timeout 1\n retry 0\n }'
service_block TCP 'group web' s1 s2 |
  sed 's/\(real_server [0-9.]*\) .*{/\1 80 {/' | add_conf d1
unset check
start_director d1
wait_until 20 'd1 holds the VIP' holds d1

services=("TCP $VIP:81" 'TCP 10.0.0.51:82' 'TCP 10.0.0.52:82' 'TCP 10.0.0.56:83' 'TCP 10.0.0.57:83'
  'FWM 7')
each_has() { # SERVER...: all services of the group do
  local service
  for service in "${services[@]}"; do
    wait_until 8 "$service has $*" table_is d1 "$@"
  done
}
each_has s1 s2

checks_are() { [[ $(metrics d1 | grep -c '^evenkeel_check_passed_total') == "$1" ]]; }
if [[ ${LAB_DIRECTOR:-} != keepalived ]]; then
  # Two of the group, two of the service that director_conf wrote.
  wait_until 10 'each server of the group is checked once' checks_are 4
fi

kill_server s1
each_has s2
revive_server s1
each_has s1 s2

say 'an entry goes, another comes'
conf_of d1
sed -i 's|10.0.0.56/31 83|10.0.0.58 83|' "$REPLY"
reload d1
services=("TCP $VIP:81" 'TCP 10.0.0.51:82' 'TCP 10.0.0.52:82' 'TCP 10.0.0.58:83' 'FWM 7')
each_has s1 s2
in_ns d1 ipvsadm -Ln >"$LAB_OUT/table"
expect 'what left the group left the kernel' not grep -q '10.0.0.5[67]:83' "$LAB_OUT/table"
