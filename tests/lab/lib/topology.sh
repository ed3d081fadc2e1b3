# shellcheck shell=bash
# Builds the little network: a bridge, and a namespace each for the client, the directors d1 and
# d2, and the real servers s1, s2, ... Addresses are fixed, so that scenarios can name them.

VIP=10.0.0.50
VIP6=fd00::50
# The address whose holder is judged: VIP6 where the adverts go by IPv6.
HELD=$VIP
INSIDE=10.0.0.60
CLIENT=10.0.0.100
declare -A ADDRESS=([d1]=10.0.0.1 [d2]=10.0.0.2 [client]=$CLIENT)
declare -A ADDRESS6=([d1]=fd00::1 [d2]=fd00::2 [client]=fd00::100)
declare -A KEEPER=() SERVER_PID=() SERVER_OF_HEX=()
SERVERS=()
CAPTURES=()

# cluster nat|dr|tun [servers=N] [ip_vs=no] [ipv6=yes]
cluster() {
  KIND=$1
  local servers=2 ip_vs=yes ipv6=no pair
  for pair in "${@:2}"; do local "$pair"; done
  load_modules "$ip_vs"
  [[ $ipv6 == no ]] || modprobe -q ipv6 || true
  ip link add lan type bridge forward_delay 0 mcast_snooping 0
  ip link set lan up
  add_host client
  add_director d1
  add_director d2
  local i
  SERVERS=()
  for ((i = 1; i <= servers; i++)); do
    add_server "s$i" "10.0.0.$((10 + i))"
  done
}

# On the machine's own kernel a module that is built in, or loaded already, is no error.
load_modules() {
  local modules=(veth bridge dummy macvlan ipip)
  [[ $1 == no ]] || modules+=(ip_vs)
  modprobe -qa "${modules[@]}" || true
}

add_host() {
  local name=$1
  ip netns add "$name"
  ip -batch - <<EOF
link add $name type veth peer name eth0 netns $name
link set $name master lan up
EOF
  ip -n "$name" -batch - <<EOF
link set lo up
link set eth0 up
addr add ${ADDRESS[$name]}/24 dev eth0
EOF
  if [[ ${ipv6:-no} == yes && -n ${ADDRESS6[$name]:-} ]]; then
    ip -n "$name" addr add "${ADDRESS6[$name]}/64" dev eth0 nodad
  fi
  ip netns exec "$name" sleep infinity &
  KEEPER[$name]=$!
}

# set_sysctl NAMESPACE KEY=VALUE...: keys below net.ipv4.conf.
set_sysctl() {
  local name=$1
  shift
  ip netns exec "$name" sysctl -qw "${@/#/net.ipv4.}"
}

add_director() {
  local name=$1
  add_host "$name"
  mkdir -p "$LAB_RUN/$name"
  set_sysctl "$name" ip_forward=1 conf.all.send_redirects=0 conf.eth0.send_redirects=0 \
    conf.all.rp_filter=0 conf.eth0.rp_filter=0
}

# second_lan: eth1 of both directors, 10.1.0.1 and 10.1.0.2, on a bridge of its own.
second_lan() {
  local name
  ip link add lan2 type bridge forward_delay 0 mcast_snooping 0
  ip link set lan2 up
  for name in d1 d2; do
    ip link add "$name.2" type veth peer name eth1 netns "$name"
    ip link set "$name.2" master lan2 up
    ip -n "$name" link set eth1 up
    ip -n "$name" addr add "10.1.0.${name#d}/24" dev eth1
  done
}

add_server() {
  local name=$1 address=$2
  ADDRESS[$name]=$address
  SERVERS+=("$name")
  hex_of "$address"
  SERVER_OF_HEX[$REPLY]=$name
  add_host "$name"
  mkdir -p "$LAB_RUN/$name/www"
  case $KIND in
    dr) serve_vip_quietly "$name" lo ;;
    tun)
      ip -n "$name" link set tunl0 up
      serve_vip_quietly "$name" tunl0
      set_sysctl "$name" conf.all.rp_filter=0 conf.tunl0.rp_filter=0
      ;;
    nat) ip -n "$name" route add "$CLIENT" via "$INSIDE" ;;
  esac
  start_server "$name"
}

# hex_of ADDRESS: as the kernel writes it in its tables.
hex_of() {
  local bytes
  IFS=. read -ra bytes <<<"$1"
  printf -v REPLY '%02X%02X%02X%02X' "${bytes[@]}"
}

# The address is the server's own, but only the director answers for it on the LAN.
serve_vip_quietly() {
  set_sysctl "$1" conf.all.arp_ignore=1 conf.all.arp_announce=2
  ip -n "$1" addr add "$VIP/32" dev "$2"
}

start_server() {
  local name=$1
  ip netns exec "$name" "$LAB_BUILD/bin/lab-server" --name "$name" --root "$LAB_RUN/$name/www" \
    --tcp 80 --tcp 8080 --udp 80 >>"$LAB_OUT/$name.log" 2>&1 &
  SERVER_PID[$name]=$!
}

kill_server() {
  say "server $1 dies"
  kill -9 "${SERVER_PID[$1]}"
  wait "${SERVER_PID[$1]}" 2>/dev/null || true
}

revive_server() {
  say "server $1 comes back"
  start_server "$1"
}

# link_down d1: pulls the cable, and the switch's port with it.
link_down() { ip -n "$1" link set eth0 down; }
# The kernel took the IPv6 address with the link; a machine's network manager puts it back.
link_up() {
  ip -n "$1" link set eth0 up
  [[ $HELD != *:* ]] || ip -n "$1" addr replace "${ADDRESS6[$1]}/64" dev eth0 nodad
}

# unplug_behind_switch d1: nothing reaches it any more, nor anybody from it, and it keeps its carrier.
unplug_behind_switch() { ip link set "$1" nomaster; }
plug_behind_switch() { ip link set "$1" master lan; }

# capture NAME PORT FILTER...: keeps what passes the bridge port of a host in NAME.pcap; at once, for
# a second's packets wait in the kernel else, and are lost when the capture is stopped.
capture() {
  local name=$1 port=$2
  shift 2
  : >"$LAB_RUN/$name.capture"
  tcpdump -Z root -U --immediate-mode -i "$port" -w "$LAB_OUT/$name.pcap" "$@" 2>"$LAB_RUN/$name.capture" &
  CAPTURES+=($!)
  wait_until 10 "capture $name runs" capture_runs "$name"
}

capture_runs() { [[ $(<"$LAB_RUN/$1.capture") == *'listening on'* ]]; }

stop_captures() {
  [[ ${#CAPTURES[@]} -gt 0 ]] || return 0
  nap 0.2
  kill "${CAPTURES[@]}" 2>/dev/null || true
  wait "${CAPTURES[@]}" 2>/dev/null || true
  CAPTURES=()
}
