# shellcheck shell=bash
# Verbs every scenario uses: failing, waiting, measuring. Sourced by play.
# Starting a program takes milliseconds in a guest: what is polled uses shell builtins alone.

LAB_RUN=/run/lab
finished=no
exec {never}<> <(:)

prepare() {
  mkdir -p "$LAB_RUN" /run/netns
  : >"$LAB_OUT/figures"
  : >"$LAB_OUT/failures"
  [[ -n ${LAB_SYSTEMD:-} ]] || add_users
}

# The users that the packages make; the machine itself keeps those it has. Under systemd, its own
# tool makes them.
add_users() {
  local kind name id=900
  cp /etc/passwd /etc/group "$LAB_RUN"
  while read -r kind name _; do
    [[ $kind == [gu] ]] || continue
    id=$((id + 1))
    echo "$name:x:$id:" >>"$LAB_RUN/group"
    [[ $kind == g ]] || echo "$name:x:$id:$id::/:/usr/sbin/nologin" >>"$LAB_RUN/passwd"
  done <"$LAB_HOME/../../systemd/evenkeel.sysusers.conf"
  mount --bind "$LAB_RUN/passwd" /etc/passwd
  mount --bind "$LAB_RUN/group" /etc/group
}

# The exit trap: a scenario passes when it came to its end and nothing failed on the way.
conclude() {
  trap - ERR EXIT
  set +e
  stop_captures
  keep_evidence
  if [[ $finished == yes && ! -s $LAB_OUT/failures ]]; then
    echo pass >"$LAB_OUT/verdict"
    exit 0
  fi
  [[ -s $LAB_OUT/failures ]] || echo 'it ended early' >"$LAB_OUT/failures"
  echo fail >"$LAB_OUT/verdict"
  exit 1
}

fail() {
  trap - ERR
  echo "$*" >>"$LAB_OUT/failures"
  exit 1
}

say() { echo "${EPOCHREALTIME%???} $*"; }

nap() { read -rt "$1" -u "$never" _ || true; }

microseconds() { REPLY=${EPOCHREALTIME/./}; }

# wait_until SECONDS DESCRIPTION COMMAND...: fails the scenario when COMMAND stays false;
# WAITED is how long it took, in milliseconds.
wait_until() {
  local seconds=$1 what=$2 start
  shift 2
  microseconds
  start=$REPLY
  until "$@"; do
    microseconds
    ((REPLY - start < seconds * 1000000)) || fail "not within $seconds s: $what"
    nap 0.05
  done
  microseconds
  WAITED=$(((REPLY - start) / 1000))
  say "after $WAITED ms: $what"
}

# stays SECONDS DESCRIPTION COMMAND...: fails the scenario as soon as COMMAND is false.
stays() {
  local seconds=$1 what=$2 start
  shift 2
  microseconds
  start=$REPLY
  while microseconds && ((REPLY - start < seconds * 1000000)); do
    "$@" || fail "not for $seconds s: $what"
    nap 0.1
  done
}

expect() {
  local what=$1
  shift
  "$@" || fail "expected: $what"
}

not() { ! "$@"; }

# figure NAME VALUE UNIT [<= BOUND]: records a measurement and judges it; play goes on.
figure() {
  local name=$1 value=$2 unit=$3 relation=${4:-} bound=${5:-}
  echo "$name $value $unit" >>"$LAB_OUT/figures"
  say "figure: $name $value $unit"
  [[ -n $relation ]] || return 0
  if ! awk "BEGIN { exit !($value $relation $bound) }"; then
    echo "$name is $value $unit, not $relation $bound" >>"$LAB_OUT/failures"
  fi
}

in_ns() {
  local name=$1
  shift
  ip netns exec "$name" "$@"
}

# A number below LIMIT from a sequence that the scenario's seed fixes.
seed() {
  RANDOM=$1
  say "seed $1"
}
