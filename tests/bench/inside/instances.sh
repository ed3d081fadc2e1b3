# shellcheck shell=bash
# Two directors with LAB_SERVICES instances on each of four interfaces, one daemon after the other.

# shellcheck source=tests/bench/inside/bench.sh
source "$LAB_HOME/../bench/inside/bench.sh"

INSTANCES=$((${#PORTS[@]} * LAB_SERVICES))
WINDOW=20
declare -A PRIORITY=([d1]=150 [d2]=100)

build_pair() {
  load_modules yes
  echo 16777216 >/proc/sys/net/core/rmem_max
  ip link add lan type bridge forward_delay 0 mcast_snooping 0
  ip link set lan up
  add_director d1
  add_director d2
  link_directors
}

write_pair() {
  local name
  for name in d1 d2; do
    conf_of "$name"
    {
      printf 'global_defs {\n  router_id bench\n}\n'
      print_instances "$LAB_SERVICES" "${PRIORITY[$name]}"
    } >"$REPLY"
  done
}

# measure_ran ROLE NAME: how long the director's processes ran in a window, as a whole and each.
measure_ran() {
  local pid ran total=0
  local -A before=()
  director=$2
  daemon_processes
  for pid in "${PIDS[@]}"; do read -r before["$pid"] _ <"/proc/$pid/schedstat"; done
  nap "$WINDOW"
  for pid in "${PIDS[@]}"; do
    read -r ran _ <"/proc/$pid/schedstat"
    ran=$(((ran - before[$pid]) / WINDOW / 1000))
    total=$((total + ran))
    name_of "$pid"
    printf '%-12s %8d us a second\n' "$REPLY" "$ran" >>"$LAB_OUT/$daemon.$1"
  done
  figure "$1_cpu.$daemon" "$total" us/s
}

measure_memory() {
  local pid
  director=d1
  daemon_processes
  figure "master_pss.$daemon" "$(for pid in "${PIDS[@]}"; do
    awk '$1 == "Pss:" { print $2 }' "/proc/$pid/smaps_rollup"
  done | awk '{ sum += $1 } END { print sum }')" kB
}

# The kernel itself tells when an address came: a thousand within milliseconds.
measure_takeover() {
  local monitor death
  ip -n d2 -rcvbuf 16777216 -4 -o -ts monitor address >"$LAB_OUT/$daemon.addresses" &
  monitor=$!
  nap 1
  death=$(date +%FT%T.%N)
  kill_all d1
  wait_until 120 'd2 has all addresses' has_all d2 "$INSTANCES"
  nap 1
  kill "$monitor"
  wait "$monitor" || true
  awk -v death="$death" -v wanted="$INSTANCES" '
    function microseconds(stamp,  part) {
      split(substr(stamp, index(stamp, "T") + 1), part, ":")
      return (part[1] * 3600 + part[2] * 60 + part[3]) * 1000000
    }
    / 10\.2[1-4]\./ && !/Deleted/ {
      gsub(/[][]/, "")
      last = microseconds($1)
      if (!count++) first = last
    }
    END {
      if (count < wanted) exit 1
      printf "%d %d\n", last - first, last - microseconds(death)
    }' "$LAB_OUT/$daemon.addresses" >"$LAB_RUN/took" || fail "$daemon: not all addresses were told"
  local spread whole
  read -r spread whole <"$LAB_RUN/took"
  figure "takeover.$daemon" "$spread" us
  figure "whole_takeover.$daemon" "$whole" us
}

# A dead director keeps its addresses, keepalived for good.
clear_away() {
  local port
  stop_director d2
  for port in "${PORTS[@]}"; do
    ip -n d1 addr flush dev "$port" to 10.16.0.0/12
  done
}

keep_evidence() { cp "$LAB_RUN"/d?.log "$LAB_OUT/" || true; }

build_pair
write_pair
for daemon in "${DAEMONS[@]}"; do
  lacks d1 10.24.0.1 || fail 'something is left of the other daemon'
  start_quietly d1
  start_quietly d2
  wait_until 120 'd1 has all addresses' has_all d1 "$INSTANCES"
  nap 15
  measure_memory
  measure_ran master d1
  measure_ran backup d2
  measure_takeover
  clear_away
done
