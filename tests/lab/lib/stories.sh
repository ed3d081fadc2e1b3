# shellcheck shell=bash
# Stories that several scenarios tell with other words: one function each.

# A pair balances over two servers; a server dies and comes back; the master dies for good, its
# peer serves, and the dead director's address goes when its lease ends.
tell_pair() {
  director_conf d1
  director_conf d2
  start_pair
  run_client 3
  expect_no_loss
  expect_balance s1 s2
  expect_table d1 s1 s2
  tell_server_loss
  tell_master_death
}

tell_server_loss() {
  kill_server s1
  wait_until 5 's1 is out' table_is d1 s2
  figure server_out "$WAITED" ms '<=' 4000
  expect_table d1 s2
  run_client 2
  expect "every connection is answered by s2" test "$LOST" -eq 0
  expect_balance s2
  revive_server s1
  wait_until 5 's1 is back' table_is d1 s1 s2
  figure server_back "$WAITED" ms '<=' 3000
  run_client 2
  expect_balance s1 s2
  wait_until 5 's1 is back on d2' table_is d2 s1 s2
}

tell_master_death() {
  start_watch
  mark death
  kill_all d1
  wait_until 10 'd2 holds the VIP' holds d2
  wait_until 20 'the lease of d1 ends' lacks d1
  [[ $KIND != nat ]] || wait_until 2 'the inside lease of d1 ends' lacks d1 "$INSIDE"
  expect_holders d2
  run_client 3
  expect "every connection is answered" test "$LOST" -eq 0
  expect_balance s1 s2
  mark end
  stop_watch
  since death d2
  figure takeover "$TOOK" ms '<=' 3900
  since death 'holders 1 d2'
  figure lease_end "$TOOK" ms '<=' 13000
}

# What no_accept does to a pair: the machine itself is deaf on its virtual addresses, virtual
# services and neighbour discovery are not. rules_are NAME and rules_gone NAME look at the packet
# filter, damage NAME changes it by a stranger's hand; ENFORCED_BY is the word of the status.
tell_no_accept() {
  local name
  for name in d1 d2; do deaf_conf "$name" no_accept; done
  start_pair
  for name in d1 d2; do answer_on "$name"; done
  wait_until 10 'd1 holds the IPv6 addresses' holds d1 "$VIP6"
  wait_until 10 "$ENFORCED_BY enforce it" rules_are d1
  expect_deaf
  expect_served

  say 'somebody changes the packet filter'
  damage d1
  wait_until 20 'the rules are as they were' rules_are d1
  expect_deaf
  expect_served

  deaf_conf d1 accept
  reload d1
  wait_until 20 'the rules are gone with the wish' rules_gone d1
  wait_until 5 'and the machine answers' answers "$VIP"
  expect 'by IPv6 too' answers "$VIP6"
  expect 'to a connection' connects "$VIP"
  wait_until 5 'and the status says so' accept_mode_is d1 accept
  deaf_conf d1 no_accept
  reload d1
  wait_until 20 'the rules are back' rules_are d1
  expect_deaf
}

# deaf_conf NAME accept|no_accept: with addresses of both families, a service whose server is the
# director itself, and a port of its own.
deaf_conf() {
  director_conf "$1" options="$2" version=3
  local priority=150
  [[ $1 == d1 ]] || priority=100
  {
    cat <<EOF
vrrp_instance six {
  interface eth0
  virtual_router_id 66
  priority $priority
  $2
  virtual_ipaddress {
    fe80::50/64
    $VIP6/64
  }
}
EOF
    service_block TCP "$VIP 8081" "$1"
  } | add_conf "$1"
}

# Listens on every address of the director: on 8081 as a real server, on 9000 for itself.
answer_on() {
  ip netns exec "$1" "$LAB_BUILD/bin/lab-server" --name "$1" --root "$LAB_RUN/$1" --tcp 8081 \
    --tcp 9000 >>"$LAB_OUT/$1.server.log" 2>&1 &
}

answers() { in_ns client ping -nqc 1 -W 1 "$1" >/dev/null 2>&1; }
connects() {
  in_ns client timeout 2 bash -c "exec 3<>/dev/tcp/$1/${2:-9000}" 2>/dev/null
}
accept_mode_is() {
  [[ $(ask "$1" /v1/vrrp | jq -r '[.instances[].accept_mode] | unique | join(" ")') == "$2" ]]
}

# Its own addresses answer, and the listener is there: what is silent is silent because of the VIP.
expect_deaf() {
  wait_until 5 'the own address answers' answers "${ADDRESS[d1]}"
  expect 'to a connection, too' connects "${ADDRESS[d1]}"
  expect 'and by IPv6' answers "${ADDRESS6[d1]}"
  expect 'no answer to a ping' not answers "$VIP"
  expect 'nor to a connection' not connects "$VIP"
  expect 'nor by IPv6' not answers "$VIP6"
  expect 'nor on the link-local address' not answers "fe80::50%eth0"
  expect_neighbour
  wait_until 5 'the status says no_accept' accept_mode_is d1 no_accept
  [[ $(ask d1 /v1/vrrp | jq -r .firewall.kind) == "$ENFORCED_BY" ]] ||
    fail "enforced by $(ask d1 /v1/vrrp | jq -c .firewall)"
  wait_until 5 'and so do the metrics' deaf_counted
}
deaf_counted() { metric d1 '^evenkeel_vrrp_accept_mode.*"no_accept"' && [[ $REPLY -eq 2 ]]; }

# Asked at its own address, as a router does that knows it already.
expect_neighbour() {
  local mac
  mac=$(ip -n client -j neigh show "$VIP6" | jq -r '.[0].lladdr // empty')
  [[ -n $mac ]] || fail "$VIP6 has no neighbour entry: $(ip -n client neigh)"
  ip -n client neigh replace "$VIP6" lladdr "$mac" dev eth0 nud probe
  wait_until 5 'the neighbour answers when it is probed' neighbour_is REACHABLE
}
neighbour_is() { [[ $(ip -n client neigh show "$VIP6") == *" $1"* ]]; }

expect_served() {
  run_client 2
  expect 'the virtual service is served' test "$ANSWERED" -gt 0
  expect_no_loss
  expect_balance s1 s2
  wait_until 5 'the director serves as its own real server' connects "$VIP" 8081
}

index_of() { REPLY=$(ip -n "$1" -o link show vrrp.51 | cut -d: -f1); }

# adopt_link NAME: every process of a master with a virtual MAC dies, and the daemon is started again
# a second later: it goes on with the link that it finds. From the mark adoption to adoption.end.
adopt_link() {
  index_of "$1"
  local before=$REPLY
  mark adoption
  kill_all "$1"
  nap 1
  start_director "$1"
  nap 4
  mark adoption.end
  index_of "$1"
  expect 'the link is the same one' test "$REPLY" = "$before"
}

# make_links NAME: links and addresses, of whose end the kernel has more to tell than it can keep for
# a process that stands still; its director is MASTER with them. delete_links NAME: that end, and
# resynced NAME: whether it was too much.
make_links() {
  local link i
  for link in {1..8}; do
    echo "link add many$link type dummy"
    echo "link set many$link up"
    for ((i = 0; i < 1000; i++)); do
      echo "addr add 172.16.$((link * 4 + i / 250)).$((i % 250 + 1))/32 dev many$link"
    done
  done | ip -n "$1" -batch -
  wait_until 10 "$1 is MASTER" role_is "$1" web MASTER
  metric "$1" '^evenkeel_vrrp_netlink_resyncs_total'
  RESYNCS=$REPLY
}
resynced() { metric "$1" '^evenkeel_vrrp_netlink_resyncs_total' && ((REPLY > RESYNCS)); }
delete_links() {
  local link
  for link in {1..8}; do echo "link del many$link"; done | ip -n "$1" -batch -
}
