# What happens to an instance and its group is told to the operator's scripts: with the arguments
# and as the users that keepalived gives them, in order however long each takes, and not by a script
# that others may write. One that hangs is ended, and those behind it run, at an orderly stop too.
# limit: 300
cluster dr
modprobe -qa ip_tables iptable_filter || true

# tell FILE WORD...: writes down when, who it is and each word, takes its time, and says that it ends.
# One whose first word is in FILE.hang stays, whoever asks it to end.
cat >"$LAB_RUN/tell" <<'END'
#!/bin/bash
file=$1
shift
line="$EPOCHREALTIME $(id -un)"
for word; do line+=" [$word]"; done
echo "$line" >>"$file"
if grep -qx -- "$1" "$file.hang" 2>/dev/null; then
  trap 'echo "$EPOCHREALTIME" >>"$file.asked"' TERM
  while :; do sleep 60 & wait; done
fi
sleep 0.2
echo . >>"$file"
END
chmod 755 "$LAB_RUN/tell"
cp "$LAB_RUN/tell" "$LAB_RUN/open"
chmod 777 "$LAB_RUN/open"
# Of a guest everybody may write there, and so could put another script in place of one.
chmod go-w /run

# tell_conf OTHER: d1; OTHER is yes while the configuration has the instance of that name.
tell_conf() {
  director_conf d1 options="track_file {
    number
  }
  notify_priority_changes
  notify_master \"$LAB_RUN/tell $TOLD/web master 'two words' '\\\"quoted\\\"' plain *\"
  notify_backup \"$LAB_RUN/tell $TOLD/web backup\"
  notify_fault \"$LAB_RUN/tell $TOLD/web fault\" daemon
  notify_stop \"$LAB_RUN/tell $TOLD/web stop\" root
  notify_master_rx_lower_pri \"$LAB_RUN/tell $TOLD/web lower\"
  notify \"$LAB_RUN/tell $TOLD/web any\""
  [[ $1 != yes ]] || add_conf d1 <<END
vrrp_instance other {
  state BACKUP
  interface eth0
  virtual_router_id 52
  priority 120
  virtual_ipaddress {
    10.0.0.51/24
  }
  notify_master "$LAB_RUN/open $TOLD/other open" root
  notify_deleted "$LAB_RUN/tell $TOLD/other deleted"
  notify "$LAB_RUN/tell $TOLD/other any"
}
END
  lead_conf d1 <<END
global_defs {
  script_user nobody
  enable_script_security
}
track_file number {
  file $LAB_RUN/d1/number
  init_file 0 overwrite
}
vrrp_sync_group VG {
  group {
    web
  }
  sync_group_tracking_weight
  notify_master "$LAB_RUN/tell $TOLD/group master"
  notify_backup "$LAB_RUN/tell $TOLD/group backup"
  notify_fault "$LAB_RUN/tell $TOLD/group fault"
  notify_stop "$LAB_RUN/tell $TOLD/group stop"
  notify "$LAB_RUN/tell $TOLD/group any" root
}
END
}

# begin NAME: what is told is written below NAME from now on.
begin() {
  local file
  TOLD=$LAB_OUT/told-$1
  mkdir "$TOLD"
  for file in web other group; do
    : >"$TOLD/$file"
    : >"$TOLD/$file.asked"
  done
  chmod 666 "$TOLD"/*
  tell_conf yes
}

# was_told FILE COUNT TEXT: that many lines end in TEXT.
was_told() { [[ $(grep -c -- "$3\$" "$TOLD/$1") -ge $2 ]]; }

# story START: everything that can happen to d1, once.
story() {
  $1 d1
  wait_until 15 'd1 tells of MASTER' was_told web 1 '\[MASTER\] \[150\]'
  wait_until 15 'the group too' was_told group 1 '\[MASTER\] \[0\]'
  wait_until 15 'the other instance too' was_told other 1 '\[MASTER\] \[120\]'
  capture "${TOLD##*-}" lan "proto 112 and src ${ADDRESS[d2]}"
  in_ns d2 iptables-legacy -A INPUT -p 112 -j DROP
  wait_until 10 'd1 tells of a lower priority' was_told web 2 '\[lower\]'
  in_ns d2 iptables-legacy -D INPUT -p 112 -j DROP
  wait_until 8 'd2 lets go' holds_alone d1
  # The kernel hands tcpdump what it has once a second.
  nap 1.2
  stop_captures
  packets "${TOLD##*-}"
  wait_until 3 "d1 has told of each of the $REPLY adverts" told_lower "$REPLY"
  echo -5 >"$LAB_RUN/d1/number"
  ip -n d1 link set eth0 down
  wait_until 8 'd1 tells of FAULT' was_told web 1 '\[FAULT\] \[145\]'
  wait_until 8 'the group too' was_told group 1 '\[FAULT\] \[0\]'
  ip -n d1 link set eth0 up
  wait_until 15 'd1 tells of MASTER again' was_told web 1 '\[MASTER\] \[145\]'
  wait_until 15 'the other too' was_told other 2 '\[MASTER\] \[120\]'
  tell_conf no
  reload d1
  wait_until 8 'd1 tells that the other is deleted' was_told other 1 '\[DELETED\] \[120\]'
  wait_until 5 'and its own script does' was_told other 1 '\[deleted\]'
  stop_director d1
}

told_lower() { [[ $(grep -c '\[lower\]$' "$TOLD/web") == "$1" ]]; }

# words FILE: who was told what.
words() { sed '/^\.$/d; s/^[^ ]* //' "$1"; }

director_conf d2
start_director d2
begin keepalived
story start_keepalived
begin evenkeel
story start_director
expect 'it has told of STOP before its end' was_told web 1 '\[STOP\] \[145\]'
expect 'the group too' was_told group 1 '\[STOP\] \[0\]'
for file in web group other; do
  # keepalived leaves its STOP scripts a second, in which they may not come so far.
  comm -3 <(words "$LAB_OUT/told-keepalived/$file" | sort -u) <(words "$TOLD/$file" | sort -u) |
    grep -Pv '^\t.*\[(stop|STOP)\]' >"$LAB_OUT/difference-$file" &&
    fail "keepalived and (indented) evenkeel told: $(<"$LAB_OUT/difference-$file")"
  # One after the other: each had ended before the next began.
  awk '(NR % 2 == 0) != ($0 == ".") { exit 1 }' "$TOLD/$file" || fail "they overlap: $(<"$TOLD/$file")"
done
expect 'nobody ran what others may write' not grep -q open "$LAB_OUT"/told-*/other
expect 'it says so' grep -q "script $LAB_RUN/open: refused for script security" "$LAB_OUT/d1.log"
cat >"$LAB_OUT/expected" <<'END'
nobody [backup]
nobody [any] [INSTANCE] [web] [BACKUP] [150]
nobody [master] [two words] ["quoted"] [plain] [*]
nobody [any] [INSTANCE] [web] [MASTER] [150]
nobody [lower]
daemon [fault]
nobody [any] [INSTANCE] [web] [FAULT] [145]
nobody [backup]
nobody [any] [INSTANCE] [web] [BACKUP] [145]
nobody [master] [two words] ["quoted"] [plain] [*]
nobody [any] [INSTANCE] [web] [MASTER] [145]
root [stop]
nobody [any] [INSTANCE] [web] [STOP] [145]
END
words "$TOLD/web" | awk '!(/lower/ && seen[$0]++)' >"$LAB_OUT/in-order"
diff "$LAB_OUT/expected" "$LAB_OUT/in-order" >"$LAB_OUT/disorder" ||
  fail "expected (<) and told (>): $(<"$LAB_OUT/disorder")"

# milliseconds FILE PATTERN COUNT: sets REPLY to when that line of the matching ones was written.
milliseconds() {
  REPLY=$(grep -- "$2" "$1" | sed -n "$3p")
  REPLY=${REPLY%% *}
  REPLY=$((${REPLY/./} / 1000))
}
# since FROM: makes REPLY relative.
since() { REPLY=$((REPLY - $1)); }

# One that hangs is asked to end after 10 s, killed 2 s later, and the others run.
begin hanging
echo fault >"$TOLD/web.hang"
start_director d1
wait_until 15 'd1 tells of MASTER' was_told web 1 '\[MASTER\] \[150\]'
ip -n d1 link set eth0 down
wait_until 8 'the script of FAULT hangs' was_told web 1 '\[fault\]'
ip -n d1 link set eth0 up
wait_until 20 'what came after it is told' was_told web 2 '\[MASTER\] \[150\]'
milliseconds "$TOLD/web" '\[fault\]' 1
start=$REPLY
milliseconds "$TOLD/web.asked" . 1
since "$start"
figure asked_to_end "$REPLY" ms '<=' 10500
# It writes a moment after its start.
expect 'not before its time' test "$REPLY" -ge 9000
milliseconds "$TOLD/web" '\[FAULT\]' 1
since "$start"
figure next_runs "$REPLY" ms '<=' 13500
expect 'two more seconds later' test "$REPLY" -ge 11000

# At an orderly stop it has a second or two, and the STOP scripts run behind it.
ip -n d1 link set eth0 down
wait_until 8 'the script of FAULT hangs again' was_told web 2 '\[fault\]'
microseconds
start=$((REPLY / 1000))
stop_director d1
figure stop "$WAITED" ms '<=' 9000
expect 'the STOP scripts have run' was_told web 1 '\[stop\]'
expect 'both' was_told web 1 '\[STOP\] \[150\]'
expect 'the last one to its end' test "$(tail -n 1 "$TOLD/web")" = .
awk '/\[fault\]/ { getline; if ($0 == ".") exit 1 }' "$TOLD/web" ||
  fail "a script that hangs has come to its end: $(<"$TOLD/web")"
milliseconds "$TOLD/web.asked" . 2
since "$start"
figure asked_at_stop "$REPLY" ms '<=' 3000
expect 'not at once' test "$REPLY" -ge 1000

# Another virtual_router_id makes another instance: what is told last is what that one is.
begin renumbered
ip -n d1 link set eth0 up
sed -i 's/priority 150/priority 90/' "$LAB_RUN/d1/director.conf"
start_director d1
wait_until 15 'd1 is BACKUP' was_told web 1 '\[BACKUP\] \[90\]'
sed -i 's/virtual_router_id 51/virtual_router_id 54/' "$LAB_RUN/d1/director.conf"
reload d1
wait_until 12 'nobody else has that virtual router: d1 is MASTER' was_told web 1 '\[MASTER\] \[90\]'
expect 'it told of two that were BACKUP and one that is MASTER' test \
  "$(words "$TOLD/web" | sed -n 's/.*\[web\] \[\(.*\)\] .*/\1/p' | xargs)" = 'BACKUP BACKUP MASTER'
