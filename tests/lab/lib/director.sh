# shellcheck shell=bash
# Configures, starts, stops and kills directors. One configuration file serves both daemons,
# since evenkeel reads keepalived's language; its words are those of its manual.

declare -A DIRECTOR_PID=() DAEMON=()

runtime_dir() { REPLY=$LAB_RUN/$1/run; }
conf_of() { REPLY=$LAB_RUN/$1/director.conf; }

# director_conf NAME [WORD=VALUE]...: one VRRP instance with the VIP, one service with all servers.
director_conf() {
  local name=$1 pair
  local priority=150 version=2 advert=1 options='' unicast=no kind=${KIND^^} algorithm=rr
  local family=4 auth=PASS
  [[ $name == d1 ]] || priority=100
  for pair in "${@:2}"; do local "$pair"; done
  conf_of "$name"
  {
    global_block
    instance_block
    service_block TCP "$VIP 80" "${SERVERS[@]}"
  } >"$REPLY"
}

# add_conf NAME: appends standard input to the configuration.
add_conf() {
  conf_of "$1"
  cat >>"$REPLY"
}

# lead_conf NAME: puts standard input before the configuration.
lead_conf() {
  conf_of "$1"
  cat - "$REPLY" >"$REPLY.led"
  mv "$REPLY.led" "$REPLY"
}

global_block() {
  cat <<EOF
global_defs {
  router_id $name
  vrrp_version $version
  dynamic_interfaces
}
EOF
}

instance_block() {
  local vips="    $VIP/24 dev eth0"
  [[ $family == 4 ]] || vips="    $VIP6/64 dev eth0"
  [[ $kind != NAT ]] || vips+=$'\n'"    $INSIDE/24 dev eth0"
  cat <<EOF
vrrp_instance web {
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority $priority
  advert_int $advert
  $options
$(authentication)
$(peers)
  virtual_ipaddress {
$vips
  }
}
EOF
}

authentication() {
  [[ $version == 2 && $auth != none ]] || return 0
  printf '  authentication {\n    auth_type %s\n    auth_pass lab\n  }\n' "$auth"
}

peers() {
  [[ $unicast == yes ]] || return 0
  local peer=d1 own=${ADDRESS[$name]}
  [[ $name != d1 ]] || peer=d2
  local other=${ADDRESS[$peer]}
  [[ $family == 4 ]] || own=${ADDRESS6[$name]} other=${ADDRESS6[$peer]}
  printf '  unicast_src_ip %s\n  unicast_peer {\n    %s\n  }\n' "$own" "$other"
}

# group_conf NAME WORD...: a second instance, with INNER on eth1, in a sync group with `web`; after
# director_conf, with the same words, and `group=` for the group's own lines.
INNER=10.1.0.50
group_conf() {
  local name=$1 pair
  local priority=150 advert=1 options='' group=''
  [[ $name == d1 ]] || priority=100
  for pair in "${@:2}"; do local "$pair"; done
  add_conf "$name" <<EOF
vrrp_instance inner {
  state BACKUP
  interface eth1
  virtual_router_id 52
  priority $priority
  advert_int $advert
  $options
  virtual_ipaddress {
    $INNER/24
  }
}
vrrp_sync_group both {
  group {
    web
    inner
  }
  $group
}
EOF
}

# service_block PROTOCOL 'ADDRESS PORT' SERVER...: with `check` as the body of every server.
service_block() {
  local protocol=$1 where=$2 server
  local port=${where#* } method=${kind:-${KIND^^}} body=${check:-}
  shift 2
  if [[ -z $body ]]; then
    body=$'TCP_CHECK {\n      connect_timeout 1\n      retry 1\n      delay_before_retry 0.5\n    }'
  fi
  printf 'virtual_server %s {\n  delay_loop 1\n  lb_algo %s\n' "$where" "${algorithm:-rr}"
  printf '  lb_kind %s\n  protocol %s\n  %s\n' "$method" "$protocol" "${service_options:-}"
  for server; do
    printf '  real_server %s %s {\n    weight 1\n    %s\n  }\n' "${ADDRESS[$server]}" "$port" "$body"
  done
  printf '}\n'
}

# start_director NAME: evenkeel, unless keepalived stands in for it.
start_director() {
  if [[ ${LAB_DIRECTOR:-} == keepalived ]]; then
    start_keepalived "$1"
    return
  fi
  local name=$1 daemon=$LAB_BUILD/bin/evenkeeld
  [[ -x $daemon ]] || fail "there is no $daemon"
  say "director $name starts"
  conf_of "$name"
  # Less work than ip netns exec, which counts when a dead director must be back in time.
  nsenter --net="/run/netns/$name" "$daemon" --config "$REPLY" --runtime-dir "$LAB_RUN/$name/run" \
    >>"$LAB_OUT/$name.log" 2>&1 &
  DIRECTOR_PID[$name]=$!
  DAEMON[$name]=evenkeel
}

start_keepalived() {
  local name=$1 pids=$LAB_RUN/$1
  say "director $name starts (keepalived)"
  conf_of "$name"
  ip netns exec "$name" keepalived --dont-fork --log-console --log-detail --no-syslog \
    --use-file "$REPLY" --pid "$pids/k.pid" --vrrp_pid "$pids/v.pid" --checkers_pid "$pids/c.pid" \
    >>"$LAB_OUT/$name.log" 2>&1 &
  DIRECTOR_PID[$name]=$!
  DAEMON[$name]=keepalived
}

# start_pair: both directors, until d1 serves with a full table.
start_pair() {
  start_director d1
  start_director d2
  settle
}

settle() {
  wait_until 15 'd1 holds the VIP' holds d1
  wait_until 10 'd1 has all servers' table_is d1 "${SERVERS[@]}"
  wait_until 10 'd2 has all servers' table_is d2 "${SERVERS[@]}"
}

# stop_director NAME: in order, and waits for its end.
stop_director() {
  say "director $1 is stopped"
  kill -TERM "${DIRECTOR_PID[$1]}"
  wait_until 15 "$1 has ended" ended "$1"
}

# A process of which only the exit status is left has ended.
ended() {
  local stat
  { read -r stat <"/proc/${DIRECTOR_PID[$1]}/stat"; } 2>/dev/null || return 0
  [[ ${stat##*) } == Z* ]]
}

# processes_of NAME: sets PIDS to everything of the daemon in that namespace.
processes_of() {
  local process
  PIDS=()
  for process in /proc/[0-9]*; do
    [[ $process/ns/net -ef /run/netns/$1 && $process != "/proc/${KEEPER[$1]}" ]] || continue
    PIDS+=("${process#/proc/}")
  done
}

# kill_all NAME: every process of the daemon, at once, with no farewell.
kill_all() {
  say "every process of $1 is killed"
  processes_of "$1"
  [[ ${#PIDS[@]} -gt 0 ]] || fail "$1 has no process to kill"
  # Stopped first: none of them may see another's death and still act on it.
  kill -STOP "${PIDS[@]}" 2>/dev/null || true
  kill -9 "${PIDS[@]}" 2>/dev/null || true
  while processes_of "$1" && [[ ${#PIDS[@]} -gt 0 ]]; do
    kill -9 "${PIDS[@]}" 2>/dev/null || true
    nap 0.01
  done
  wait "${DIRECTOR_PID[$1]}" 2>/dev/null || true
}

# worker_of NAME ROLE: sets PID to the process of that role; false when there is none.
worker_of() {
  local pid arguments
  processes_of "$1"
  for pid in "${PIDS[@]}"; do
    mapfile -d '' -t arguments <"/proc/$pid/cmdline" 2>/dev/null || continue
    if [[ "${arguments[*]} " == *"--role"[=\ ]"$2 "* ]]; then
      PID=$pid
      return 0
    fi
  done
  return 1
}

# kill_worker NAME ROLE: the supervisor is the process that was started.
kill_worker() {
  PID=${DIRECTOR_PID[$1]}
  [[ $2 == supervisor ]] || worker_of "$1" "$2" || fail "$1 has no $2"
  say "$2 of $1 is killed (process $PID)"
  kill -9 "$PID"
  KILLED=$PID
}

# respawned NAME ROLE: whether another process has the role of the one that was killed.
respawned() { worker_of "$1" "$2" && [[ $PID != "$KILLED" ]]; }

reload() {
  say "director $1 is told to reload"
  kill -HUP "${DIRECTOR_PID[$1]}"
}

# ctl NAME VERB...: keelctl on that director's socket.
ctl() {
  local name=$1
  shift
  "$LAB_BUILD/bin/keelctl" --socket "$LAB_RUN/$name/run/control.sock" "$@"
}

ask() { curl -sS --max-time 5 --unix-socket "$LAB_RUN/$1/run/control.sock" "http://localhost$2"; }

metrics() { ip netns exec "$1" curl -sS --max-time 5 http://127.0.0.1:9815/metrics; }

# metric NAME PATTERN: sets REPLY to the sum of the samples whose line matches; 0 for none.
metric() {
  REPLY=$(metrics "$1" | awk -v pattern="$2" '!/^#/ && $0 ~ pattern { sum += $NF } END { print sum + 0 }')
}

# Counters are told once a second.
counted() {
  metric "$1" "$2"
  ((REPLY >= $3))
}

# What helps to understand a failure; taken at the end, never judged.
keep_evidence() {
  local name
  for name in d1 d2; do
    [[ -e /run/netns/$name ]] || continue
    {
      ip netns exec "$name" ipvsadm -Ln
      ip -n "$name" addr show dev eth0
      ps -e -o pid,ppid,stat,wchan:20,args | grep -E 'evenkeeld|keepalived'
      [[ ${DAEMON[$name]:-} != evenkeel ]] || timeout 5 "$LAB_BUILD/bin/keelctl" \
        --socket "$LAB_RUN/$name/run/control.sock" status
    } >"$LAB_OUT/$name.end" 2>&1
    conf_of "$name"
    cp "$REPLY" "$LAB_OUT/$name.conf" 2>/dev/null
  done
}
