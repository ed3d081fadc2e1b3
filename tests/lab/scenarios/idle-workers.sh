# Workers that the configuration has nothing for are not there. A reload starts them when there is
# work, and services that a dead predecessor left in the kernel are removed, though the configuration
# has none any more.
cluster dr

vrrp_alone() {
  director_conf d1
  conf_of d1
  sed -i '/^virtual_server/,$d' "$REPLY"
}

workers_are() {
  local role
  for role in vrrp balancer checker runner exporter; do
    if [[ " $* " == *" $role "* ]]; then
      worker_of d1 "$role" || return 1
    else
      ! worker_of d1 "$role" || return 1
    fi
  done
}

vrrp_alone
start_director d1
wait_until 15 'd1 holds the VIP' holds d1
wait_until 5 'vrrp and the exporter are alone' workers_are vrrp exporter
[[ $(ctl d1 status | grep -cw IDLE) -eq 3 ]] || fail "not three idle workers: $(ctl d1 status)"
metric d1 '^evenkeel_process_status.*"IDLE"'
figure idle "$REPLY" workers '>=' 3

say 'a service and a script are added'
director_conf d1 options='notify_master /bin/true'
reload d1
wait_until 10 'd1 has all servers' table_is d1 s1 s2
wait_until 5 'all workers are there' workers_are vrrp balancer checker runner exporter
expect_holders d1

say 'the services are taken out of the configuration of a dead director'
kill_all d1
expect_table d1 s1 s2
vrrp_alone
start_director d1
wait_until 10 'the services of the predecessor are gone' has_no_service d1
expect_empty_table d1
expect_holders d1
expect 'nobody checks' workers_are vrrp balancer exporter
