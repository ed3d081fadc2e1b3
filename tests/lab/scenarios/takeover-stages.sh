# alone: compares times to some tens of milliseconds
# A master dies, and its peer says how the takeover went: by /v1/vrrp, the metric, the event. The wire
# knows it, too: the dead master's last advert, the new one's first advert and gratuitous ARP. One
# that has heard nobody says that.
cluster dr
director_conf d1 version=3
director_conf d2 version=3
stage() { REPLY=$(ask "$1" /v1/vrrp | jq -r ".instances[0].takeover.$2"); }
# The stage as microseconds since the epoch.
stage_time() {
  stage "$1" "$2"
  [[ $REPLY != null ]] || fail "$1 does not tell the stage $2"
  local fraction=${REPLY#*.}
  [[ $REPLY == *.* ]] || fraction=0Z
  printf -v fraction '%-6s' "${fraction%Z}"
  REPLY=$(date -ud "${REPLY%.*}" +%s)${fraction// /0}
}
# first_packet|last_packet FILTER...: when it passed, as microseconds since the epoch.
first_packet() { REPLY=$(tcpdump -tt -nr "$LAB_OUT/wire.pcap" "$@" 2>/dev/null | awk 'NR == 1 { print $1 }' | tr -d .); }
last_packet() { REPLY=$(tcpdump -tt -nr "$LAB_OUT/wire.pcap" "$@" 2>/dev/null | awk 'END { print $1 }' | tr -d .); }
# near NAME STAGE PACKET: the stage is within 50 ms of what the wire says.
near() {
  local off=$((($2 - $3) / 1000))
  figure "$1" "${off#-}" ms '<=' 50
}

capture wire client 'arp or proto 112'
start_pair
nap 2
expect 'no takeover of d2 yet' test "$(ask d2 /v1/vrrp | jq -c '.instances[0].takeover')" = null
stage d1 last_advert
expect 'd1 had heard nobody' test "$REPLY" = null
expect 'and says so' grep -q 'vrrp/web: no advert was heard before, addresses in place after' "$LAB_OUT/d1.log"
kill_all d1
wait_until 10 'd2 holds the VIP' holds d2
nap 1
stop_captures

declare -A at=()
for stage in last_advert decided address announced; do
  stage_time d2 "$stage"
  at[$stage]=$REPLY
done
say "stages: last_advert ${at[last_advert]}, decided ${at[decided]}, address ${at[address]}, announced ${at[announced]}"
expect 'they come in this order' test "${at[last_advert]}" -le "${at[decided]}"
expect 'the address after the decision' test "${at[decided]}" -le "${at[address]}"
expect 'the announcement after the address' test "${at[address]}" -le "${at[announced]}"
last_packet 'proto 112 and src host 10.0.0.1'
near last_advert "${at[last_advert]}" "$REPLY"
silent=$REPLY
first_packet 'proto 112 and src host 10.0.0.2'
near decided "${at[decided]}" "$REPLY"
first_packet "arp and ether src $(ip -n d2 -j link show eth0 | jq -r '.[0].address') and arp[14:4] = 0x0a000032"
near announced "${at[announced]}" "$REPLY"
# RFC 9568, section 6.1: three intervals and the skew of priority 100.
expect 'no sooner than by the rules' test $(((at[decided] - silent) / 1000)) -ge 3600
figure silence "$(((at[decided] - silent) / 1000))" ms '<=' 3700
say 'the metric has the same'
metric_is() {
  local want have
  want=$(((at[$2] - at[$3]) / 1000))
  have=$(metrics d2 | awk -v stage="\"$1\"" '/^evenkeel_vrrp_takeover_seconds/ && index($0, stage) { printf "%d\n", $NF * 1000 + 0.5 }')
  say "$1: $have ms in the metric, $want ms by the stages"
  [[ -n $have ]] && ((have - want <= 1 && want - have <= 1))
}
metrics d2 | grep '^evenkeel_vrrp_takeover_seconds' >"$LAB_OUT/metric" || fail 'there is no metric of it'
expect 'of the decision' metric_is decided decided last_advert
expect 'of the address' metric_is address address decided
expect 'of the announcement' metric_is announced announced decided
expect 'an event tells it' grep -Eq 'vrrp/web: decided 3\.6[0-9]* s after the last advert, addresses in place after .* s, announced after' "$LAB_OUT/d2.log"
