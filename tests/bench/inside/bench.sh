# shellcheck shell=bash
# Verbs of the measurements, on top of the lab's: a farm of servers in one namespace, a director for
# each daemon, figures of it. Sourced by the scenarios here, which play runs in a guest.
# The kernel's command line gives LAB_SERVICES, LAB_SERVERS, LAB_CHECK, LAB_DELAY, LAB_DAEMONS.

DESTINATIONS=$((LAB_SERVICES * LAB_SERVERS))
IFS=, read -ra DAEMONS <<<"$LAB_DAEMONS"
declare -A DIRECTOR=([keepalived]=d1 [evenkeel]=d2)

# The farm's thousands of addresses need no interfaces: one route makes them all local.
build_farm() {
  local name
  load_modules yes
  ip link add lan type bridge forward_delay 0 mcast_snooping 0
  ip link set lan up
  ADDRESS+=([farm]=10.0.0.200)
  add_host farm
  ip -n farm route add local 10.64.0.0/16 dev lo
  for name in "${DIRECTOR[@]}"; do
    add_director "$name"
    ip -n "$name" route add 10.64.0.0/16 via "${ADDRESS[farm]}"
  done
  mkdir -p "$LAB_RUN/farm/www"
  start_server farm
}

# choose DAEMON: what the verbs below are about.
choose() {
  daemon=$1
  director=${DIRECTOR[$1]}
}

# write_conf MISSING: all services with all servers, without the last MISSING of them. Patient: on
# a starved host a check may take seconds, and a server that is down would spoil every count.
write_conf() {
  conf_of "$director"
  awk -v services="$LAB_SERVICES" -v servers="$LAB_SERVERS" -v check="$LAB_CHECK" \
    -v delay="$LAB_DELAY" -v last=$((DESTINATIONS - $1)) '
    BEGIN {
      body = "TCP_CHECK {\n      connect_timeout 10\n    }"
      if (check == "http")
        body = "HTTP_GET {\n      url {\n        path /\n        status_code 200\n      }\n" \
          "      connect_timeout 10\n    }"
      print "global_defs {\n  router_id bench\n}"
      for (service = 0; service < services; service++) {
        printf "virtual_server 10.32.%d.%d 80 {\n", int(service / 250), service % 250 + 1
        printf "  delay_loop %s\n  lb_algo rr\n  lb_kind DR\n  protocol TCP\n", delay
        for (i = 0; i < servers && number < last; i++) {
          printf "  real_server 10.64.%d.%d 80 {\n    weight 1\n    %s\n  }\n",
            int(number / 256), number % 256, body
          number++
        }
        print "}"
      }
    }' >"$REPLY"
}

# expect_count N: starts to wait for N destinations in the director's table, beside what follows.
expect_count() {
  ip netns exec "$director" "$LAB_BUILD/bin/bench-table" --destinations "$1" --seconds 120 \
    >"$LAB_RUN/seen" 2>"$LAB_RUN/unseen" &
  waiter=$!
  nap 0.2
}

stamp() {
  microseconds
  since=$REPLY
}

# counted WHAT: when what expect_count waits for was there; sets REPLY to the time since stamp.
counted() {
  wait "$waiter" || fail "$daemon, $1: $(<"$LAB_RUN/unseen")"
  REPLY=$((($(<"$LAB_RUN/seen") - since) / 1000))
}

start_daemon() {
  write_conf 0
  expect_count "$DESTINATIONS"
  stamp
  start_quietly "$director"
  counted start
  figure "full.$daemon" "$REPLY" ms
  expect_weights
}

# Four interfaces of both directors, each with its own wire.
PORTS=(eth1 eth2 eth3 eth4)
link_directors() {
  local name port
  for port in "${PORTS[@]}"; do
    ip link add "d1.$port" type veth peer name "d2.$port"
    for name in d1 d2; do
      ip link set "$name.$port" name "$port" netns "$name"
      ip -n "$name" link set "$port" up
      ip -n "$name" addr add "10.1${port#eth}.0.${name#d}/24" dev "$port"
    done
  done
}

# print_instances COUNT PRIORITY: that many on each of the ports, with adverts of 1 s and an address
# each.
print_instances() {
  awk -v count="$1" -v priority="$2" -v ports="${PORTS[*]}" '
    BEGIN {
      for (p = split(ports, port, " "); p > 0; p--)
        for (i = 1; i <= count; i++) {
          printf "vrrp_instance i%d_%d {\n  state BACKUP\n  interface %s\n", p, i, port[p]
          printf "  version 3\n  virtual_router_id %d\n  priority %d\n  advert_int 1\n", i, priority
          printf "  virtual_ipaddress {\n    10.2%d.0.%d/32\n  }\n}\n", p, i
        }
    }'
}

# has_all NAME COUNT: whether the director has the addresses of COUNT instances.
has_all() {
  local text
  read -rd '' text <"/proc/${KEEPER[$1]}/net/fib_trie" || true
  [[ $(grep -o -- '|-- 10\.2[1-4]\.0\.' <<<"$text" | wc -l) -ge $((2 * $2)) ]]
}

# start_quietly NAME: what it logs stays in memory, for the host's files are slow to write in a guest.
start_quietly() {
  if [[ $daemon == keepalived ]]; then
    LAB_OUT=$LAB_RUN start_keepalived "$1"
  else
    LAB_OUT=$LAB_RUN start_director "$1"
  fi
}

# A table is full when its servers get connections.
expect_weights() {
  local count
  cat "/proc/${KEEPER[$director]}/net/ip_vs" >"$LAB_OUT/$daemon.table"
  count=$(awk '$1 == "->" && $4 ~ /^[1-9]/ { count++ } END { print count + 0 }' \
    "$LAB_OUT/$daemon.table")
  [[ $count -eq $DESTINATIONS ]] || fail "$daemon: $count servers of $DESTINATIONS have a weight"
}

# What a daemon leaves behind is not for its next start to adopt.
stop_daemon() {
  kill -TERM "${DIRECTOR_PID[$director]}"
  wait_until 60 "$daemon has ended" ended "$director"
  ip netns exec "$director" ipvsadm -C
}

# What the lab's verb of this name asks of two directors, here of each daemon.
keep_evidence() {
  local each
  for each in "${DAEMONS[@]}"; do
    choose "$each"
    cp "$LAB_RUN/$director.log" "$LAB_OUT/$daemon.log"
    conf_of "$director"
    cp "$REPLY" "$LAB_OUT/$daemon.conf"
  done
}

# Sets PIDS to the daemon's processes.
daemon_processes() {
  processes_of "$director"
  [[ ${#PIDS[@]} -gt 0 ]] || fail "$daemon has no processes"
}

# name_of PID: the role of a process, or what it is called.
name_of() {
  local words
  mapfile -d '' -t words <"/proc/$1/cmdline"
  REPLY=${words[*]}
  if [[ $REPLY == *--role* ]]; then
    REPLY=${REPLY#*--role?}
    REPLY=${REPLY%% *}
  else
    REPLY=${words[0]##*/}
  fi
}
