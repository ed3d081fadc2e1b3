# shellcheck shell=bash
# Looks at the kernel, the wire and the client, and judges. What is polled reads the kernel's own
# text files; what is asserted in the end uses tools that this project did not write.

# holds NAME [ADDRESS]: whether the address is local in the namespace.
holds() {
  local text address=${2:-$HELD}
  if [[ $address == *:* ]]; then
    hex6_of "$address"
    read -rd '' text <"/proc/${KEEPER[$1]}/net/if_inet6" || true
    [[ $text == *"$REPLY "* ]]
  else
    read -rd '' text <"/proc/${KEEPER[$1]}/net/fib_trie" || true
    [[ $text == *"|-- $address"$'\n'* ]]
  fi
}

# hex6_of PREFIX::LAST: as the kernel writes it in if_inet6; of addresses with nothing in between.
hex6_of() {
  printf -v REPLY '%04x%024d%04x' "0x${1%%::*}" 0 "0x${1##*::}"
}

lacks() { ! holds "$@"; }

holds_alone() {
  local other=d1
  [[ $1 != d1 ]] || other=d2
  holds "$1" && lacks "$other"
}

# group_moved_to NAME: both addresses of the sync group are there, and neither at the other.
group_moved_to() { holds_alone "$1" && HELD=$INNER holds_alone "$1"; }

# table NAME [SERVICE]: sets TABLE to `server/weight` words, and fails when there is no such
# service. SERVICE is as in `TCP 10.0.0.50:80` or `FWM 7`.
table() {
  local service=${2:-TCP $VIP:80} lines line kind rest inside=no found=1 key
  if [[ $service == FWM* ]]; then
    printf -v key 'FWM  %08X' "${service#* }"
  else
    rest=${service#* }
    hex_of "${rest%:*}"
    printf -v key '%s  %s:%04X' "${service%% *}" "$REPLY" "${rest#*:}"
  fi
  TABLE=()
  mapfile -t lines <"/proc/${KEEPER[$1]}/net/ip_vs" || return 1
  for line in "${lines[@]}"; do
    if [[ $line == "$key "* ]]; then
      inside=yes found=0
    elif [[ $line == '  -> '* && $inside == yes ]]; then
      read -r _ rest _ kind _ <<<"$line"
      TABLE+=("${SERVER_OF_HEX[${rest%:*}]:-$rest}/$kind")
    else
      inside=no
    fi
  done
  return "$found"
}

# table_is NAME SERVER[/WEIGHT]...: exactly these servers, in any order, in the service `service`.
table_is() {
  local want have matched=0
  table "$1" "${service:-}" || return 1
  shift
  [[ ${#TABLE[@]} -eq $# ]] || return 1
  for want; do
    for have in "${TABLE[@]}"; do
      [[ $have == "$want" || ${have%/*} == "$want" ]] && matched=$((matched + 1))
    done
  done
  [[ $matched -eq $# ]]
}

has_no_service() { ! table "$1" "${service:-}"; }

# expect_table NAME SERVER...: the same, as ipvsadm sees it.
expect_table() {
  local name=$1 have want
  shift
  have=$(ip netns exec "$name" ipvsadm -Ln | awk '$1 == "->" && $2 ~ /^[0-9]/ { print $2 }' | sort -u | xargs)
  want=$(for server; do echo "${ADDRESS[$server]}:80"; done | sort | xargs)
  [[ $have == "$want" ]] || fail "table of $name: have [$have], want [$want]"
}

expect_empty_table() {
  local have
  have=$(ip netns exec "$1" ipvsadm -Sn)
  [[ -z $have ]] || fail "table of $1 is not empty: $have"
}

# expect_holders NAME...: exactly these directors have the VIP, as ip sees it.
expect_holders() {
  local name have=()
  for name in d1 d2; do
    if ip -n "$name" -j addr show | jq -e --arg ip "$HELD" \
      'any(.[].addr_info[]?; .local == $ip)' >/dev/null; then
      have+=("$name")
    fi
  done
  [[ "${have[*]}" == "$*" ]] || fail "VIP is held by [${have[*]}], want [$*]"
}

# role_is NAME INSTANCE ROLE: as the director itself tells.
role_is() {
  if [[ ${DAEMON[$1]} == keepalived ]]; then
    [[ $(grep -io "($2) Entering [A-Z]* STATE" "$LAB_OUT/$1.log" | tail -n 1) == *" $3 "* ]]
  else
    ctl "$1" vrrp | grep -w -- "$2" | grep -qw "$3"
  fi
}

# packets NAME FILTER...: how many packets of a capture match, in REPLY.
packets() {
  local name=$1
  shift
  REPLY=$(tcpdump -nr "$LAB_OUT/$name.pcap" "$@" 2>/dev/null | wc -l)
}

scheduler_is() { in_ns d1 ipvsadm -Ln | grep -q "^TCP  $VIP:80 $1"; }

connections_counted() {
  metric d1 '^evenkeel_server_connections_total'
  [[ $REPLY -ge 100 ]]
}

# start_client [WORD...]: options of lab-client; `client` names it when there are several.
declare -A CLIENT_PID=()
start_client() {
  local name=${client:-client} port=${port:-80} vip=${vip:-$VIP}
  ip netns exec client "$LAB_BUILD/bin/lab-client" --out "$LAB_OUT/$name.json" "$@" "$vip" "$port" \
    2>>"$LAB_OUT/client.log" &
  CLIENT_PID[$name]=$!
}

# stop_client: sets ANSWERED, LOST, of these CUT (those that had been accepted: where the holder
# changes between two packets of a connection, the new one does not know it), GAP and BASE_GAP
# (milliseconds). Tells when the machine stood
# still: the client has not counted that time.
stop_client() {
  local name=${client:-client}
  kill -TERM "${CLIENT_PID[$name]}" 2>/dev/null || true
  wait "${CLIENT_PID[$name]}" || fail "lab-client: $(<"$LAB_OUT/client.log")"
  local held_up
  read -r ANSWERED LOST CUT GAP BASE_GAP held_up < <(
    jq -r '"\(.answered) \(.lost) \(.cut) \(.gap_ms) \(.base_gap_ms) \(.held_up_ms)"' "$LAB_OUT/$name.json"
  )
  [[ $held_up -eq 0 ]] || figure held_up "$held_up" ms
  say "$name: $(<"$LAB_OUT/$name.json")"
}

# run_client SECONDS [WORD...]
run_client() {
  local seconds=$1
  shift
  start_client --duration "$seconds" "$@"
  wait "${CLIENT_PID[${client:-client}]}" || true
  stop_client
}

# expect_balance SERVER...: these and no others answered, each its fair share give or take a fifth.
expect_balance() {
  jq -e --arg names "$*" '.servers as $servers | ($names / " " | sort) as $names
    | (.answered / ($names | length)) as $share
    | ($servers | keys) == $names and all($servers[]; . >= $share * 0.8 and . <= $share * 1.2)' \
    "$LAB_OUT/${client:-client}.json" >/dev/null ||
    fail "not balanced over $*: $(<"$LAB_OUT/${client:-client}.json")"
}

# start_watch: samples who holds the VIP a hundred times a second; mark WORD stamps the timeline.
start_watch() {
  "$LAB_BUILD/bin/lab-watch" --address "${vip:-$HELD}" --timeline "$LAB_OUT/timeline" \
    --marks "$LAB_RUN/marks" d1 d2 2>>"$LAB_OUT/watch.log" &
  WATCH_PID=$!
  wait_until 5 'the watch runs' test -p "$LAB_RUN/marks"
}

stop_watch() {
  kill -TERM "$WATCH_PID"
  wait "$WATCH_PID" || fail "lab-watch: $(<"$LAB_OUT/watch.log")"
}

mark() {
  say "mark $1"
  echo "$1" >"$LAB_RUN/marks"
}

# since MARK 'holders 1 d2': sets TOOK to the milliseconds from the mark to that line, the last of
# its kind when FROM=last.
since() {
  TOOK=$(awk -v mark="$1" -v event="$2" -v from="${from:-first}" '
    $2 == "mark" && $3 == mark { start = $1; end = "" }
    start && index($0, event) && (end == "" || from == "last") { end = $1 }
    END { if (start == "" || end == "") exit 1; printf "%d\n", (end - start) * 1000 }
  ' "$LAB_OUT/timeline") || fail "no '$2' after '$1': $(<"$LAB_OUT/timeline")"
}

# away MARK NAME: sets TOOK to the milliseconds for which the director lacked the VIP, the first
# time after the mark.
away() {
  TOOK=$(awk -v mark="$1" -v name="$2" '
    $2 == "mark" { inside = $3 == mark }
    inside && $2 == "gone" && $3 == name && start == "" { start = $1 }
    inside && $2 == "back" && $3 == name && end == "" { end = $1 }
    END { if (start == "" || end == "") exit 1; printf "%d\n", (end - start) * 1000 }
  ' "$LAB_OUT/timeline") || fail "$2 was not away after '$1': $(<"$LAB_OUT/timeline")"
}

# never_away FROM TO: whether no director lost the VIP between the marks, not even between two samples.
never_away() {
  awk -v from="$1" -v to="$2" '
    $2 == "mark" && $3 == from { inside = seen = 1 }
    $2 == "mark" && $3 == to { inside = 0 }
    inside && ($2 == "gone" || $2 == "holders") { bad = 1 }
    END { exit !seen || bad }' "$LAB_OUT/timeline"
}

# one_holder_between MARK [MARK]: whether every sample from one mark to the other saw exactly one.
# The sample that a mark falls into may be older than the mark.
one_holder_between() {
  awk -v from="$1" -v to="${2:-end}" '
    $2 == "holders" { count = $3; if (inside && count != 1 || late && $1 > late) bad = 1; late = 0 }
    $2 == "mark" && $3 == from { inside = seen = 1; if (count != 1) late = $1 + 0.02 }
    ($2 == "mark" && $3 == to) || $2 == to { inside = 0 }
    END { exit !seen || bad || late }
  ' "$LAB_OUT/timeline"
}

expect_one_holder() {
  one_holder_between "$@" || fail "not exactly one holder after '$1': $(<"$LAB_OUT/timeline")"
}

# expect_no_loss: nothing of the client's is lost; bounds its gap when one is given.
expect_no_loss() {
  figure lost "$LOST" connections '<=' 0
  figure gap "$GAP" ms ${1:+'<='} ${1:+"$1"}
}

# expect_unnoticed FROM TO: of restarts that the peer must not notice. Ends the client, the one that
# keeps its connections (`kept`), and the watch: nothing is lost or broken, and d1 alone held the VIP.
expect_unnoticed() {
  stop_client
  expect_no_loss
  client=kept stop_client
  figure broken "$LOST" connections '<=' 0
  mark "$2"
  stop_watch
  expect_one_holder "$@"
  expect 'the peer never held the VIP' not grep -q 'holders.*d2' "$LAB_OUT/timeline"
}

# expect_undisturbed FROM TO: for a client and a watch of d1's deaths and returns. Nothing is lost
# and d1 alone holds the VIP. Only where its return outlasted the patience of d2, which d2's log
# then says, may d2 have held it meanwhile, and a connection have been cut at each change.
expect_undisturbed() {
  local takeovers patience_ended
  takeovers=$(grep -c 'holders 1 d2' "$LAB_OUT/timeline" || true)
  patience_ended=$(grep -c "MASTER: no advert from ${LEADER:-10.0.0.1} for " "$LAB_OUT/d2.log" || true)
  figure takeovers "$takeovers" times '<=' "$patience_ended"
  figure lost "$((LOST - CUT))" connections '<=' 0
  figure cut "$CUT" connections '<=' $((2 * takeovers))
  figure gap "$GAP" ms
  ((takeovers > 0)) || expect_one_holder "$@"
}
