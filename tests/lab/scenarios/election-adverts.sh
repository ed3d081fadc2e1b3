# What a master does with the adverts of others: lower_prio_no_advert, higher_prio_send_advert,
# skip_check_adv_addr, owner_ignore_adverts and strict mode. Each is played with its word and
# without; a stranger says the adverts, tcpdump counts what the director answers.
# limit: 300
cluster dr servers=1

OTHER=10.0.0.99
STRANGER="src $CLIENT"

# serve WORD [PRIORITY]: d1 alone, anew.
serve() {
  director_conf d1 auth=none priority="${2:-150}" options="$1"
  sed -i '/^virtual_server/,$d' "$REPLY"
  start_director d1
  wait_until 10 'd1 holds the VIP' holds d1
}
speak() { in_ns client "$LAB_BUILD/bin/lab-noise" advert "$CLIENT" 51 "$1" "$2" || fail 'lab-noise advert'; }

# what_follows CAPTURE: sets AFTER to how many adverts of d1 followed the stranger's first, and
# ANSWERS to how many of the stranger's were answered at once.
what_follows() {
  read -r AFTER ANSWERS < <(tcpdump -ttnr "$LAB_OUT/$1.pcap" 2>/dev/null |
    awk -v stranger="IP $CLIENT >" -v own="IP ${ADDRESS[d1]} >" '
      index($0, stranger) { asked = $1; seen = 1 }
      index($0, own) { after += seen; answers += asked && $1 - asked < 0.05; asked = "" }
      END { print after + 0, answers + 0 }')
}

# answers_to CAPTURE PRIORITY TIMES: the stranger speaks that often.
answers_to() {
  local i
  capture "$1" d1 'ip proto 112'
  for ((i = 0; i < $3; i++)); do
    speak "$VIP" "$2"
    nap 0.15
  done
  nap 1.2
  stop_captures
  what_follows "$1"
}

for word in '' lower_prio_no_advert strict_mode; do
  say "a lower master, with '$word'"
  serve "$word"
  answers_to "lower-$word" 100 10
  if [[ -z $word ]]; then
    figure answers "$ANSWERS" adverts '>=' 9
  else
    figure "$word" "$ANSWERS" adverts '<=' 3
  fi
  expect 'd1 stays MASTER' holds d1
  if [[ $word == strict_mode ]]; then
    wait_until 5 'strict: nobody answers on an address that is not his own' not answers "$VIP"
  else
    expect 'the machine answers on the VIP' answers "$VIP"
  fi
  stop_director d1
done

for word in '' higher_prio_send_advert; do
  say "a higher master, with '$word'"
  serve "$word"
  answers_to "higher-$word" 200 1
  expect 'd1 yields' lacks d1
  expect "of who yields: $AFTER adverts more" test "$AFTER" -eq "$([[ -z $word ]] && echo 0 || echo 1)"
  stop_director d1
done

for word in '' skip_check_adv_addr; do
  say "another list of addresses, with '$word'"
  serve "$word"
  speak "$OTHER" 200
  wait_until 2 'the advert counts' lacks d1
  nap 1.5
  metric d1 '^evenkeel_vrrp_.*adverts_dropped_total.*address_mismatch'
  if [[ -z $word ]]; then
    figure told "$REPLY" adverts '>=' 1
  else
    figure skipped "$REPLY" adverts '<=' 0
  fi
  stop_director d1
done

for word in '' owner_ignore_adverts; do
  say "a second owner, with '$word'"
  serve "$word" 255
  capture "owner-$word" d1 "ip proto 112 and $STRANGER"
  speak "$VIP" 255
  nap 1.2
  stop_captures
  packets "owner-$word"
  expect 'the other owner was there' test "$REPLY" -eq 1
  if [[ -z $word ]]; then
    expect 'd1 steps aside' lacks d1
  else
    stays 1 'd1 stays what it is' holds d1
  fi
  stop_director d1
done

say 'a lower master is answered for the whole sync group'
second_lan
director_conf d1 auth=none options='garp_master_delay 1'
sed -i '/^virtual_server/,$d' "$REPLY"
group_conf d1 options='garp_master_delay 1'
start_director d1
wait_until 10 'd1 holds the VIP' holds d1
nap 2
capture group lan2 'arp[14:4] = 0x0a010032'
nap 1
stop_captures
packets group
figure announced_before "$REPLY" frames '<=' 0
capture group lan2 'arp[14:4] = 0x0a010032'
speak "$VIP" 100
nap 1.2
stop_captures
packets group
figure announced "$REPLY" frames '>=' 1
