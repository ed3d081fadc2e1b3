# no_accept by nftables: a table that nobody else can flush, and that the kernel removes with the
# vrrp process. IPVS has its packets first.
# needs: nftables
# limit: 600
modprobe -q nf_tables # as modules-load.d has it done
cluster dr ipv6=yes
ENFORCED_BY=nftables

rules_are() {
  local rules
  rules=$(in_ns "$1" nft list table inet evenkeel 2>/dev/null) || return 1
  [[ $rules == *" $VIP "* && $rules == *" $VIP6 "* && $rules == *" fe80::50 "* ]]
}
rules_gone() { [[ $(in_ns "$1" nft list tables) != *evenkeel* ]]; }
damage() {
  in_ns "$1" nft flush ruleset
  expect 'nobody else can flush it' rules_are "$1"
  expect 'nor delete it' not in_ns "$1" nft delete table inet evenkeel
}

tell_no_accept

stop_director d1
expect 'an orderly stop takes the table' rules_gone d1
wait_until 5 'd2 is deaf in its place' rules_are d2
expect 'd2 gives no answer' not answers "$VIP"
start_director d1
wait_until 15 'd1 holds the VIP' holds_alone d1
wait_until 5 'd1 is deaf again' rules_are d1
kill_worker d1 vrrp
wait_until 10 'another one runs' respawned d1 vrrp
wait_until 10 'with a table of its own' rules_are d1
kill_all d1
wait_until 2 'the kernel has taken the table' rules_gone d1
wait_until 20 'and takes the addresses' lacks d1
