# shellcheck shell=bash
# FRR's vrrpd as a peer. It wants the virtual address on a macvlan with the virtual router's MAC, which
# it switches on and off (protodown).

FRR_ROOT=$LAB_BUILD/tools/frr
declare -A FRR_PID=()

# start_frr NAME FAMILY PRIORITY: VRID 51 on eth0, version 3, adverts of 1 s.
start_frr() {
  local name=$1 family=$2 priority=$3 run=$LAB_RUN/$1/frr address=$VIP word=ip
  [[ $family == 4 ]] || address=$VIP6 word=ipv6
  mkdir -p "$run"
  # Its sockets belong to a group that its package makes; who runs it must be a member.
  grep -q '^frrvty:.*root' /etc/group || echo 'frrvty:x:999:root' >>/etc/group
  frr_link "$name" "$family" "$address"
  : >"$run/zebra.conf"
  cat >"$run/vrrpd.conf" <<END
interface eth0
 vrrp 51 version 3
 vrrp 51 priority $priority
 vrrp 51 advertisement-interval 1000
 vrrp 51 $word $address
END
  frr "$name" zebra
  wait_until 10 'zebra runs' test -S "$run/zserv"
  frr "$name" vrrpd
  wait_until 10 'vrrpd runs' test -S "$run/vrrpd.vty"
}

# frr NAME DAEMON
frr() {
  local name=$1 daemon=$2 run=$LAB_RUN/$1/frr libraries=$FRR_ROOT/usr/lib/x86_64-linux-gnu
  nsenter --net="/run/netns/$name" env "LD_LIBRARY_PATH=$libraries:$libraries/frr" \
    "$FRR_ROOT/usr/lib/frr/$daemon" -u root -g root -f "$run/$daemon.conf" -i "$run/$daemon.pid" \
    -z "$run/zserv" --vty_socket "$run" -P 0 --log stdout >>"$LAB_OUT/$name.$daemon.log" 2>&1 &
  FRR_PID[$name.$daemon]=$!
}

frr_link() {
  local name=$1 family=$2 address=$3 mac=00:00:5e:00:01:33 length=24 nodad=()
  [[ $family == 4 ]] || mac=00:00:5e:00:02:33 length=64 nodad=(nodad)
  ip -n "$name" link add "vrrp$family" link eth0 type macvlan mode bridge
  ip -n "$name" link set "vrrp$family" address "$mac"
  ip -n "$name" addr add "$address/$length" dev "vrrp$family" "${nodad[@]}"
  ip -n "$name" link set "vrrp$family" up
}

# stop_frr NAME
stop_frr() {
  say "FRR on $1 is stopped"
  kill "${FRR_PID[$1.vrrpd]}" "${FRR_PID[$1.zebra]}"
  wait "${FRR_PID[$1.vrrpd]}" "${FRR_PID[$1.zebra]}" || true
  ip -n "$1" link del vrrp4 2>/dev/null || ip -n "$1" link del vrrp6
  rm -r "$LAB_RUN/$1/frr"
}

# frr_is NAME FAMILY Master|Backup: it holds its macvlan down as long as it is not master.
frr_is() {
  local link want=off
  [[ $3 == Master ]] || want=on
  link=$(ip -n "$1" -d link show "vrrp$2")
  if [[ $link == *'protodown on'* ]]; then [[ $want == on ]]; else [[ $want == off ]]; fi
}
