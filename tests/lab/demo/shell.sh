# The shell that `tests/demo --shell` leaves a reader in: the same pair, to break by hand. It is
# the start-up file of an interactive bash, so that the lab's verbs can be typed.
set +m
for library in "$LAB_HOME"/lib/*.sh; do
  # shellcheck source=/dev/null
  source "$library"
done
fail() { echo "$*" >&2; return 1; }
say() { :; }

d1() { in_ns d1 "$@"; }
d2() { in_ns d2 "$@"; }
status() { ctl "${1:-d1}" status; }
measure() {
  ip netns exec client "$LAB_BUILD/bin/lab-client" --duration "${1:-5}" "$VIP" 80 | jq .
}

prepare
echo 'Starting two directors, three servers and a client ...'
cluster dr servers=3
director_conf d1
director_conf d2
start_pair

help() {
  cat <<'EOF'

Two directors (d1, d2) share 10.0.0.50 and balance over three web servers (s1, s2, s3).

  status d1                   what a director says (ctl d1 vrrp, services, servers, events, ...)
  d1 ipvsadm -Ln              the kernel's table         d1 ip addr show eth0    its addresses
  measure 5                   50 connections a second for 5 s: who answered, what was lost
  kill_server s1              a server dies              revive_server s1        it comes back
  kill_all d1                 kill -9 of a director      start_director d1       start it again
  stop_director d1            stop it in order           link_down d1, link_up d1  its cable
  d1 ip addr del 10.0.0.50/24 dev eth0      d1 ipvsadm -C      somebody else's mistakes
  reload d1                   after editing /run/lab/d1/director.conf
  help                        this list                  exit                    leave

EOF
}
help
PS1='lab# '
