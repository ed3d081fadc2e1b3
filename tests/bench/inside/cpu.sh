# shellcheck shell=bash
# CPU and system calls of a check, one daemon after the other in one guest: the time that all
# processes of a daemon ran, over the connections that its namespace opened meanwhile. Never both at
# once: a table in another namespace makes Linux 6.1 leave services out of /proc/net/ip_vs.

# shellcheck source=tests/bench/inside/bench.sh
source "$LAB_HOME/../bench/inside/bench.sh"

WINDOW=$((2 * LAB_DELAY))
TRACE=/sys/kernel/tracing
declare -A RAN=()

# read_clocks: sets RAN to the nanoseconds that each process has run, OPENED to the checks so far.
read_clocks() {
  local pid file ran
  OPENED=$(awk '$1 == "Tcp:" && $6 != "ActiveOpens" { print $6 }' \
    "/proc/${KEEPER[$director]}/net/snmp")
  for pid in "${PIDS[@]}"; do
    RAN[$pid]=0
    for file in "/proc/$pid/task"/*/schedstat; do
      read -r ran _ <"$file" || fail "process $pid of $daemon has ended"
      RAN[$pid]=$((RAN[$pid] + ran))
    done
  done
}

# wait_window: sets CHECKS to what was checked in the window.
wait_window() {
  local before=$OPENED
  nap "$WINDOW"
  read_clocks
  CHECKS=$((OPENED - before))
  ((CHECKS > 0)) || fail "$daemon checked no server"
}

# Process by process and as a whole.
measure_cpu() {
  local pid total=0 ran
  local -A before=()
  read_clocks
  for pid in "${PIDS[@]}"; do before[$pid]=${RAN[$pid]}; done
  wait_window
  for pid in "${PIDS[@]}"; do
    ran=$((RAN[$pid] - before[$pid]))
    total=$((total + ran))
    name_of "$pid"
    printf '%-12s %8d ns a check\n' "$REPLY" $((ran / CHECKS)) >>"$LAB_OUT/$daemon.cpu"
  done
  figure "cpu.$daemon" $((total / CHECKS)) ns
  figure "rate.$daemon" "$(awk "BEGIN { print $CHECKS / $WINDOW }")" checks/s
}

# The kernel counts the calls of every thread itself, which slows nobody down as strace would.
measure_calls() {
  local trigger=hist:keys=common_pid,id.syscall:size=8192
  local calls=$TRACE/events/raw_syscalls/sys_enter
  [[ -d $calls ]] || mount -t tracefs tracefs "$TRACE"
  read_clocks
  echo "$trigger" >"$calls/trigger"
  wait_window
  cat "$calls/hist" >"$LAB_RUN/calls"
  echo "!$trigger" >"$calls/trigger"
  name_threads >"$LAB_RUN/threads"
  awk -v checks="$CHECKS" '
    NR == FNR { role[$1] = $2; next }
    /^{ common_pid/ {
      gsub(/[{}:,]/, " ")
      if ($2 in role) printf "%-12s %-16s %8.3f a check\n", role[$2], $4, $NF / checks
    }' "$LAB_RUN/threads" "$LAB_RUN/calls" | sort -k3nr >"$LAB_OUT/$daemon.calls"
  figure "calls.$daemon" "$(awk '{ sum += $3 } END { print sum + 0 }' "$LAB_OUT/$daemon.calls")" calls
}

name_threads() {
  local pid thread
  for pid in "${PIDS[@]}"; do
    name_of "$pid"
    for thread in "/proc/$pid/task"/*; do echo "${thread##*/} $REPLY"; done
  done
}

build_farm
for each in "${DAEMONS[@]}"; do
  choose "$each"
  start_daemon
  nap $((2 * LAB_DELAY))
  daemon_processes
  for ((round = 1; round <= LAB_ROUNDS; round++)); do measure_cpu; done
  measure_calls
  stop_daemon
done
