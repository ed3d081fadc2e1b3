# shellcheck shell=bash
# The gap of a client when the master loses its link and when it is stopped, with both daemons in
# turns, at three advert intervals.

# gap FIGURE COMMAND...: what COMMAND costs a client.
gap() {
  local name=$1
  shift
  start_client --rate "$LAB_RATE" --base 2
  nap 2.5
  "$@"
  wait_until 8 'd2 holds the VIP' holds d2
  nap 1
  stop_client
  figure "$name.$LAB_DIRECTOR" $((GAP > BASE_GAP ? GAP - BASE_GAP : 0)) ms
}

# A master that came back has announced itself by then.
lead_again() {
  wait_until 15 'd1 holds the VIP' holds_alone d1
  nap 6
}

measure() {
  local advert=$1
  director_conf d1 version=3 "advert=$advert"
  director_conf d2 version=3 "advert=$advert"
  start_pair
  lead_again
  gap "link_$advert" link_down d1
  link_up d1
  lead_again
  gap "stop_$advert" stop_director d1
  stop_director d2
}

# A client without an answer for three seconds has many connections open.
ulimit -n 16384
cluster dr
# So that no port is wanted again within the minute of its TIME_WAIT.
in_ns client sh -c 'echo 1024 65535 >/proc/sys/net/ipv4/ip_local_port_range'
for ((round = 1; round <= LAB_ROUNDS; round++)); do
  for LAB_DIRECTOR in ${LAB_DAEMONS//,/ }; do
    for advert in 1 0.1 0.01; do measure "$advert"; done
  done
done
