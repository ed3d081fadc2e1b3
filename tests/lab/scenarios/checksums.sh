# limit: 300
# Version 3 over IPv4 has checksums of two forms. A director without v3_checksum_as_v2 and one with it
# understand each other, and each says in which form the other sends; keepalived is understood in
# either case. tshark judges the packets. Then the shortest interval of version 3,
# and the longest of both.
cluster dr
forms_of() { ask "$1" /v1/vrrp | jq -r '.instances[0].routers[] | "\(.address) \(.checksum)"'; }
form_is() { [[ $(forms_of "$1") == "${ADDRESS[$2]} $3" ]]; }
metric_says() { metric "$1" "^evenkeel_vrrp_checksum[{].*\"${ADDRESS[$2]}\".*\"$3\"" && [[ $REPLY -eq 1 ]]; }
# tshark's dissector of version 3 over IPv4 knows the form with the pseudo header alone.
judged() {
  tshark -r "$LAB_OUT/$1.pcap" -Y "ip.src == ${ADDRESS[$2]}" -T fields -e vrrp.checksum.status 2>/dev/null |
    sort -u >"$LAB_OUT/$1.$2.checksums"
  [[ $(<"$LAB_OUT/$1.$2.checksums") == "$3" ]] ||
    fail "tshark finds the checksums of $2 in $1 $(<"$LAB_OUT/$1.$2.checksums"), not $3"
}

say 'd1 without, d2 with v3_checksum_as_v2'
capture both lan 'proto 112'
director_conf d1 version=3
director_conf d2 version=3 options=v3_checksum_as_v2 priority=140
start_pair
stop_director d1
wait_until 5 'd2 serves' holds d2
start_director d1
wait_until 12 'd1 is back' holds_alone d1
wait_until 5 'd1 knows the form of d2' form_is d1 d2 message_only
wait_until 5 'd2 that of d1' form_is d2 d1 with_pseudo_header
wait_until 3 'so do their metrics' metric_says d1 d2 message_only
wait_until 3 'both of them' metric_says d2 d1 with_pseudo_header
expect 'an event tells the difference' grep -q "vrrp/web: ${ADDRESS[d2]} sends checksums in the form message_only; ours are" "$LAB_OUT/d1.log"
for name in d1 d2; do
  [[ $(ask "$name" /v1/vrrp | jq '.instances[0].counters.adverts_dropped.bad_checksum') == 0 ]] ||
    fail "$name dropped an advert"
done
stop_captures
judged both d1 1
judged both d2 0
for name in d1 d2; do stop_director "$name"; done

say 'keepalived, which has the form of the RFC alone'
capture mixed lan 'proto 112'
director_conf d1 version=3
director_conf d2 version=3 options=v3_checksum_as_v2
start_keepalived d1
start_director d2
wait_until 10 'd1 leads' holds_alone d1
wait_until 5 'd2 knows its form' form_is d2 d1 with_pseudo_header
stays 5 'and gives way to it, though it would send the other' holds_alone d1
director_conf d2 version=3
reload d2
nap 1
stop_director d1
wait_until 5 'd2 serves' holds d2
start_keepalived d1
wait_until 12 'keepalived has heard d2' holds_alone d1
stays 4 'and is heard' holds_alone d1
expect 'keepalived finds no checksum wrong' not grep -q 'Invalid.*checksum' "$LAB_OUT/d1.log"
stop_captures
judged mixed d1 1
judged mixed d2 1
for name in d1 d2; do stop_director "$name"; done

say 'adverts of 10 ms, with keepalived'
capture quick lan 'proto 112'
director_conf d1 version=3 advert=0.01
director_conf d2 version=3 advert=0.01
start_director d1
wait_until 10 'd1 leads' holds d1
start_keepalived d2
nap 3
expect 'd2 lets it' holds_alone d1
start_watch
mark stop
stop_director d1
wait_until 3 'keepalived serves' holds_alone d2
start_director d1
wait_until 10 'd1 is back' holds_alone d1
mark end
stop_watch
stop_captures
interval_is() {
  tshark -r "$LAB_OUT/$1.pcap" -Y "ip.src == ${ADDRESS[d1]}" -T fields -e "$2" 2>/dev/null | sort -u >"$LAB_OUT/$1.interval"
  [[ $(<"$LAB_OUT/$1.interval") == "$3" ]] || fail "$2 is $(<"$LAB_OUT/$1.interval"), not $3"
}
interval_is quick vrrp.short_adver_int 1
packets quick "src host ${ADDRESS[d1]}"
figure quick "$REPLY" adverts '>=' 200
for name in d1 d2; do stop_director "$name"; done

say 'the longest intervals'
long() {
  capture "long$1" lan 'proto 112'
  # The owner does not wait for three of them.
  director_conf d1 version="$1" advert="$2" auth=none priority=255
  start_director d1
  wait_until 10 'd1 leads' holds d1
  nap 1
  stop_captures
  interval_is "long$1" "$3" "$4"
  # In order it would wait for a successor as long as its interval says.
  kill_all d1
  ip -n d1 addr flush to "$VIP" dev eth0
  rm -r "$LAB_RUN/d1/run"
}
long 3 40.95 vrrp.short_adver_int 4095
long 2 255 vrrp.adver_int 255
