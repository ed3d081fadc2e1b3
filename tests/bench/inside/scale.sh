# shellcheck shell=bash
# Time and memory of both daemons, in turns in one guest: start to a full table LAB_ROUNDS times,
# and in the last round memory, a reload, and the death of all servers.

# shellcheck source=tests/bench/inside/bench.sh
source "$LAB_HOME/../bench/inside/bench.sh"

# Proportional set size: what processes share counts once.
measure_memory() {
  local pid
  daemon_processes
  for pid in "${PIDS[@]}"; do
    name_of "$pid"
    awk -v name="$REPLY" '{ kb[$1] = $2 }
      END { printf "%-12s %6d kB, %6d kB of it anonymous\n", name, kb["Pss:"], kb["Pss_Anon:"] }' \
      "/proc/$pid/smaps_rollup" >>"$LAB_OUT/$daemon.memory"
    cp "/proc/$pid/smaps" "$LAB_OUT/$daemon.smaps.$REPLY.$pid"
  done
  figure "pss.$daemon" "$(awk '{ sum += $2 } END { print sum }' "$LAB_OUT/$daemon.memory")" kB
}

# One server less.
measure_reload() {
  write_conf 1
  expect_count $((DESTINATIONS - 1))
  stamp
  reload "$director"
  counted reload
  figure "reload.$daemon" "$REPLY" ms
  write_conf 0
  expect_count "$DESTINATIONS"
  reload "$director"
  counted 'reload back'
}

measure_death() {
  expect_count 0
  stamp
  kill_server farm
  counted 'death of all servers'
  figure "dead.$daemon" "$REPLY" ms
  start_server farm
}

build_farm
for ((round = 1; round <= LAB_ROUNDS; round++)); do
  for each in "${DAEMONS[@]}"; do
    choose "$each"
    start_daemon
    if ((round == LAB_ROUNDS)); then
      # Every server has been checked, and the memory of the start is in its steady state.
      nap $((2 * LAB_DELAY))
      measure_memory
      measure_reload
      measure_death
    fi
    stop_daemon
  done
done
