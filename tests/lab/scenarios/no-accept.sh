# no_accept, and a kernel without nftables: iptables enforce it. Somebody who flushes them is
# repaired, an orderly stop takes them, the next daemon takes what a dead one left.
cluster dr ipv6=yes
ENFORCED_BY=iptables

chain_of() { in_ns "$1" "$2-legacy" -S evenkeel 2>/dev/null; }
jumps() { in_ns "$1" "$2-legacy" -C INPUT -j evenkeel 2>/dev/null; }
rules_are() {
  [[ $(chain_of "$1" iptables) == *"-d $VIP/32 -j DROP"* ]] && jumps "$1" iptables &&
    [[ $(chain_of "$1" ip6tables) == *"-d $VIP6/128 -j DROP"* ]] && jumps "$1" ip6tables
}
rules_gone() {
  local tool
  for tool in iptables ip6tables; do
    [[ $(in_ns "$1" "$tool-legacy" -S) != *evenkeel* ]] || return 1
  done
}
damage() { in_ns "$1" iptables-legacy -F; }
repair_counted() { metric d1 '^evenkeel_repairs_total.*firewall' && [[ $REPLY -eq 1 ]]; }

tell_no_accept
wait_until 5 'the repair is counted' repair_counted

stop_director d1
wait_until 5 'd2 is deaf in its place' rules_are d2
expect 'an orderly stop takes the rules' rules_gone d1
expect 'd2 gives no answer' not answers "$VIP"
in_ns d1 iptables-legacy -A INPUT -p udp --dport 7 -j ACCEPT
start_director d1
wait_until 15 'd1 holds the VIP' holds_alone d1
wait_until 10 'd1 has its rules' rules_are d1
kill_all d1
wait_until 20 'its lease ends' lacks d1
start_director d1
wait_until 15 'd1 holds the VIP again' holds_alone d1
wait_until 10 'd1 has its rules again' rules_are d1
expect 'the rule of somebody else is there' in_ns d1 iptables-legacy -C INPUT -p udp --dport 7 -j ACCEPT
stop_director d1
expect 'nothing of the dead one is left' rules_gone d1
