# shellcheck shell=bash
# CPU and system calls of a check. Both daemons run at the same time, each in its namespace, so that
# whatever else the host does disturbs both alike: the time that all processes of a daemon ran, over
# the connections that its namespace opened meanwhile.

# shellcheck source=tests/bench/inside/bench.sh
source "$LAB_HOME/../bench/inside/bench.sh"

WINDOW=$((2 * LAB_DELAY))
TRACE=/sys/kernel/tracing
declare -A RAN=() OPENED=()

# checks: sets REPLY to the connections that the director has opened so far.
checks() {
  REPLY=$(awk '$1 == "Tcp:" && $6 != "ActiveOpens" { print $6 }' \
    "/proc/${KEEPER[$director]}/net/snmp")
}

# read_clocks: sets RAN to the nanoseconds that each process has run, OPENED to the checks so far.
read_clocks() {
  local pid file ran each
  for each in "${DAEMONS[@]}"; do
    choose "$each"
    checks
    OPENED[$daemon]=$REPLY
    for pid in ${PROCESSES[$daemon]}; do
      RAN[$pid]=0
      for file in "/proc/$pid/task"/*/schedstat; do
        read -r ran _ <"$file" || fail "process $pid of $daemon has ended"
        RAN[$pid]=$((RAN[$pid] + ran))
      done
    done
  done
}

declare -A PROCESSES=()
find_processes() {
  local each
  for each in "${DAEMONS[@]}"; do
    choose "$each"
    daemon_processes
    PROCESSES[$daemon]=${PIDS[*]}
  done
}

measure_cpu() {
  local key each
  local -A ran_before=() opened_before=()
  read_clocks
  for key in "${!RAN[@]}"; do ran_before[$key]=${RAN[$key]}; done
  for key in "${!OPENED[@]}"; do opened_before[$key]=${OPENED[$key]}; done
  nap "$WINDOW"
  read_clocks
  for each in "${DAEMONS[@]}"; do
    choose "$each"
    write_cpu $((OPENED[$daemon] - opened_before[$daemon]))
  done
}

# write_cpu CHECKS: of the chosen daemon, process by process and as a whole.
write_cpu() {
  local pid total=0 ran
  (($1 > 0)) || fail "$daemon checked no server"
  for pid in ${PROCESSES[$daemon]}; do
    ran=$((RAN[$pid] - ran_before[$pid]))
    total=$((total + ran))
    name_of "$pid"
    printf '%-12s %8d ns a check\n' "$REPLY" $((ran / $1)) >>"$LAB_OUT/$daemon.cpu"
  done
  figure "cpu.$daemon" $((total / $1)) ns
  figure "rate.$daemon" "$(awk "BEGIN { print $1 / $WINDOW }")" checks/s
}

# The kernel counts the calls of every thread itself, which slows nobody down as strace would.
measure_calls() {
  local each pid
  mount -t tracefs tracefs "$TRACE"
  echo 'hist:keys=common_pid,id.syscall:size=8192' >"$TRACE/events/raw_syscalls/sys_enter/trigger"
  read_clocks
  local -A opened_before=()
  for each in "${DAEMONS[@]}"; do opened_before[$each]=${OPENED[$each]}; done
  nap "$WINDOW"
  cat "$TRACE/events/raw_syscalls/sys_enter/hist" >"$LAB_OUT/calls"
  read_clocks
  for each in "${DAEMONS[@]}"; do
    choose "$each"
    write_calls $((OPENED[$daemon] - opened_before[$daemon]))
  done
}

write_calls() {
  local pid thread
  for pid in ${PROCESSES[$daemon]}; do
    name_of "$pid"
    for thread in "/proc/$pid/task"/*; do echo "${thread##*/} $REPLY"; done
  done >"$LAB_RUN/threads"
  awk -v checks="$1" '
    NR == FNR { role[$1] = $2; next }
    /^{ common_pid/ {
      gsub(/[{}:,]/, " ")
      if ($2 in role) printf "%-12s %-16s %8.3f a check\n", role[$2], $4, $NF / checks
    }' "$LAB_RUN/threads" "$LAB_OUT/calls" | sort -k3nr >"$LAB_OUT/$daemon.calls"
  figure "calls.$daemon" "$(awk '{ sum += $3 } END { print sum + 0 }' "$LAB_OUT/$daemon.calls")" calls
}

build_farm
for each in "${DAEMONS[@]}"; do
  choose "$each"
  start_daemon
done
nap $((2 * LAB_DELAY))
find_processes
for ((round = 1; round <= LAB_ROUNDS; round++)); do measure_cpu; done
measure_calls
for each in "${DAEMONS[@]}"; do
  choose "$each"
  stop_daemon
done
