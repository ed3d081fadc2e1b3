# Whatever changes is a line of the notify FIFOs, in keepalived's format and order, without a stray
# byte: of the instance, its group, the service and its servers. Nothing is lost before the runner is
# there, while nobody reads, or by the runner's death; a reload repeats the states; the stop is the
# last line, and the FIFOs go.
# limit: 240
cluster dr

priority_is() { [[ $(ask "$1" /v1/vrrp | jq '.instances[0].effective_priority') == "$2" ]]; }
cat >"$LAB_RUN/d1/reader" <<'END'
#!/bin/sh
exec cat <"$2" >>"$1"
END
chmod 755 "$LAB_RUN/d1/reader"

director_conf d1 options="track_file {
    number
  }"
add_conf d1 <<END
global_defs {
  script_user root
  notify_fifo $LAB_RUN/d1/all
  notify_fifo_script "$LAB_RUN/d1/reader $LAB_OUT/all.lines"
  vrrp_notify_fifo $LAB_RUN/d1/vrrp nobody
  lvs_notify_fifo $LAB_RUN/d1/lvs
  vrrp_notify_priority_changes
  fifo_write_vrrp_states_on_reload
}
track_file number {
  file $LAB_RUN/d1/number
}
vrrp_sync_group VG {
  group {
    web
  }
  sync_group_tracking_weight
}
END
director_conf d2
start_pair
expect 'it is for its owner alone' \
  test "$(stat -c '%A %U' "$LAB_RUN/d1/vrrp")" = 'prw------- nobody'

# read_fifo NAME: from now on, without an end when the runner dies.
READERS=()
read_fifo() {
  cat <>"$LAB_RUN/d1/$1" >"$LAB_OUT/$1.lines" &
  READERS+=($!)
}
# has_bytes NAME TEXT...: one line each, and nothing else.
has_bytes() { cmp -s "$LAB_OUT/$1.lines" <(printf '%s\n' "${@:2}"); }
expect_bytes() { has_bytes "$@" || fail "$1 has: $(od -c "$LAB_OUT/$1.lines" | tail -n 20)"; }

vrrp=('INSTANCE "web" BACKUP 150' 'GROUP "VG" BACKUP 0'
  'INSTANCE "web" MASTER 150' 'GROUP "VG" MASTER 0')
lvs=("VS [$VIP]:tcp:80 UP")
read_fifo vrrp
read_fifo lvs
wait_until 5 'what was said before anybody read is there' has_bytes vrrp "${vrrp[@]}"
wait_until 5 'of the service too' has_bytes lvs "${lvs[@]}"

echo -5 >"$LAB_RUN/d1/number"
wait_until 5 'the priority has changed' priority_is d1 145
echo -100 >"$LAB_RUN/d1/number"
wait_until 10 'd2 has taken over' holds_alone d2
vrrp+=('INSTANCE "web" MASTER_PRIORITY 145' 'INSTANCE "web" MASTER_PRIORITY 50'
  'INSTANCE "web" BACKUP 50' 'GROUP "VG" BACKUP 0')
wait_until 5 'the instance and its group are backup' has_bytes vrrp "${vrrp[@]}"
kill_worker d1 runner
rm "$LAB_RUN/d1/number"
wait_until 15 'd1 has it back' holds_alone d1
vrrp+=('INSTANCE "web" BACKUP_PRIORITY 150' 'INSTANCE "web" MASTER 150' 'GROUP "VG" MASTER 0')
wait_until 5 'nothing is lost by the death of the runner' has_bytes vrrp "${vrrp[@]}"

kill_server s1
wait_until 15 's1 is out' table_is d1 s2
revive_server s1
wait_until 15 's1 is back' table_is d1 s1 s2
lvs+=("RS [${ADDRESS[s1]}]:tcp:80 [$VIP]:tcp:80 DOWN" "RS [${ADDRESS[s1]}]:tcp:80 [$VIP]:tcp:80 UP")
wait_until 5 'its server is told' has_bytes lvs "${lvs[@]}"

add_conf d1 <<END
global_defs {
  vrrp_garp_master_refresh 60
}
END
reload d1
vrrp+=('GROUP "VG" MASTER 0' 'INSTANCE "web" MASTER 150')
wait_until 10 'the reload repeats the states' has_bytes vrrp "${vrrp[@]}"

stop_director d1
vrrp+=('GROUP "VG" STOP 0' 'INSTANCE "web" STOP 150')
wait_until 5 'the stop is said' has_bytes vrrp "${vrrp[@]}"
kill "${READERS[@]}"
expect_bytes vrrp "${vrrp[@]}"
expect_bytes lvs "${lvs[@]}"
# The daemon's own reader has the same lines: all of them, and each kind in its order.
grep '^[IG]' "$LAB_OUT/all.lines" >"$LAB_OUT/all-vrrp.lines"
grep '^[VR]' "$LAB_OUT/all.lines" >"$LAB_OUT/all-lvs.lines"
expect_bytes all-vrrp "${vrrp[@]}"
expect_bytes all-lvs "${lvs[@]}"
for fifo in all vrrp lvs; do
  expect "$fifo is gone" test ! -e "$LAB_RUN/d1/$fifo"
done
