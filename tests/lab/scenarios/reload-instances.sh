# Reloads that change instances while they are MASTER. A VIP that moves from one instance to another is
# never away; an instance that is renamed goes on; addresses are added, and announced, and removed,
# and nothing else moves; more addresses than fit in an advert are kept, and not announced by adverts.
OTHER=10.0.0.51
ADDED=10.0.0.52
cluster dr
# instances_conf FIRST SECOND: two instances, each with its name and its addresses in one word.
instances_conf() {
  local word vrid=51
  conf_of d1
  {
    name=d1 version=3 global_block
    for word; do
      printf 'vrrp_instance %s {\n  interface eth0\n  virtual_router_id %s\n  priority 150\n' "${word%%:*}" "$vrid"
      printf '  garp_master_delay 0\n  virtual_ipaddress {\n'
      printf '    %s/24\n' ${word#*:}
      printf '  }\n}\n'
      vrid=$((vrid + 1))
    done
  } >"$REPLY"
}
reloads() { [[ $(grep -c 'running generation' "$LAB_OUT/d1.log") == "$1" ]]; }
# changed N: reloads, and waits for the N-th configuration to run.
changed() {
  mark "change$1"
  reload d1
  wait_until 5 'it is in force' reloads "$1"
  nap 1
  mark "end$1"
}
since_of() { ask d1 /v1/vrrp | jq -r ".instances[] | select(.name == \"$1\") | .since"; }
# announced NAME ADDRESS: how many gratuitous ARP a neighbour heard, in REPLY.
announced() {
  local hex
  hex_of "$2"
  hex=0x${REPLY,,}
  packets "$1" "arp[14:4] = $hex and arp[24:4] = $hex"
}

instances_conf "one:$VIP" "two:$OTHER"
start_director d1
wait_until 10 'd1 holds one VIP' holds d1
wait_until 10 'and the other' holds d1 "$OTHER"
start_watch
before=$(since_of one)
two=$(since_of two)

say 'the VIP moves to the other instance'
instances_conf "one:$ADDED" "two:$OTHER $VIP"
changed 2
expect 'both are MASTER as they were' test "$(since_of one) $(since_of two)" = "$before $two"
expect 'the VIP is the other one'"'"'s' jq -e --arg ip "$VIP/24" \
  '.instances[] | select(.name == "two") | .addresses | any(.address == $ip and .present)' < <(ask d1 /v1/vrrp)
say 'and back, while its instance goes'
instances_conf "one:$VIP"
changed 3
wait_until 3 'the other has let go' lacks d1 "$OTHER"

say 'the instance is renamed'
instances_conf "uno:$VIP"
changed 4
expect 'it goes on' role_is d1 uno MASTER
expect 'since it was MASTER first' test "$(since_of uno)" = "$before"
expect 'nobody has the old name' test -z "$(since_of one)"
metric d1 '^evenkeel_vrrp_role.*"one"'
expect 'nor have the metrics' test "$REPLY" = 0

say 'an address is added'
capture added client arp
instances_conf "uno:$VIP $ADDED"
changed 5
expect 'it is there' holds d1 "$ADDED"
say 'and removed'
instances_conf "uno:$VIP"
changed 6
stop_captures
expect 'it is gone' lacks d1 "$ADDED"
announced added "$ADDED"
expect "the new one is announced, $REPLY times" test "$REPLY" -ge 5
announced added "$VIP"
expect "the old one needs it not, $REPLY times" test "$REPLY" = 0
mark end
stop_watch
for change in 2 3 4 5 6; do
  expect "the VIP was never away in change $change" never_away "change$change" "end$change"
done
[[ $(grep -c 'vrrp/uno: MASTER\|vrrp/one: MASTER\|vrrp/two: MASTER' "$LAB_OUT/d1.log") == 2 ]] || fail 'somebody became MASTER again'

say 'more addresses than an advert holds'
many=$(for ((i = 0; i < 300; i++)); do echo "10.7.$((i / 250)).$((i % 250 + 1))"; done)
instances_conf "uno:$VIP $(echo "$many" | xargs)"
capture many client 'proto 112'
conf_of d1
"$LAB_BUILD/bin/evenkeeld" --check --config "$REPLY" >"$LAB_OUT/check" 2>&1 || true
expect 'the check warns' grep -q 'an advert holds 255 addresses: the rest are treated as virtual_ipaddress_excluded' "$LAB_OUT/check"
stop_director d1
start_director d1
wait_until 15 'd1 holds the last one' holds d1 10.7.1.50
[[ $(ip -n d1 -o -4 addr show dev eth0 | grep -c ' 10\.7\.') == 300 ]] || fail 'not all are in the kernel'
nap 2
stop_captures
tshark -r "$LAB_OUT/many.pcap" -Y 'vrrp.prio > 0' -T fields -e vrrp.addr_count -e vrrp.checksum.status 2>/dev/null | sort -u | tail -n 1 >"$LAB_OUT/counts"
expect "the adverts name 255 of them, not $(<"$LAB_OUT/counts")" test "$(<"$LAB_OUT/counts")" = $'255\t1'
