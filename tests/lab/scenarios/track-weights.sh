# What trackers do to a priority, read off the adverts and compared with keepalived's: a reversed
# weight of either sign, a script that counts as failed until its first result, trackers of a sync
# group, and a member's own weight, which counts in a group only where the group says so.
# limit: 300
cluster dr
ip -n d1 link add extra type dummy
ip -n d1 link set extra up

# Passes or fails as its file says, SECONDS later.
cat >"$LAB_RUN/chk" <<'END'
#!/bin/sh
sleep "$2"
read status <"$1"
exit $status
END
chmod 755 "$LAB_RUN/chk"
# says NAME STATUS: what that script answers.
says() { echo "$2" >"$LAB_RUN/$1"; }

# check NAME SECONDS [WORD]: a script that takes so long, and what else it has.
check() {
  cat <<END
vrrp_script $1 {
  script "$LAB_RUN/chk $LAB_RUN/$1 $2"
  interval 1
  timeout 20
  user root
  ${3:-}
}
END
}

# instance NAME VRID [TRACKER]
instance() {
  cat <<END
vrrp_instance $1 {
  state BACKUP
  interface eth0
  virtual_router_id $2
  priority 100
  advert_int 0.5
  ${3:+track_script {
    $3
  \}}
  virtual_ipaddress {
    10.0.0.$2/24
  }
}
END
}

# weights_conf [WORD]: of the group.
weights_conf() {
  director_conf d1 priority=100 version=3 advert=0.5 options='track_script {
    up weight 30 reverse
  }'
  {
    instance down 62 'down weight -30 reverse'
    instance late 63 late
    instance one 64 'own weight -50'
    instance two 65
  } | add_conf d1
  {
    check up 0
    check down 0
    check late 8 init_fail
    check own 0
    check shared 0
    cat <<END
vrrp_sync_group both {
  group {
    one
    two
  }
  track_script {
    shared weight -10
  }
  track_interface {
    extra
  }
  ${1:-}
}
END
  } | lead_conf d1
}

announced() { [[ $(grep "vrid $1," "$ADVERTS" | tail -n 1) == *" prio $2,"* ]]; }
# announce UP DOWN ONE TWO: these priorities.
announce() { announced 51 "$1" && announced 62 "$2" && announced 64 "$3" && announced 65 "$4"; }

# story NAME START: the priorities that d1 announces, each in a file.
story() {
  local vrid script
  ADVERTS=$LAB_OUT/adverts-$1
  for script in up down late own shared; do says "$script" 0; done
  weights_conf
  tcpdump -Z root -lni lan proto 112 >"$ADVERTS" 2>/dev/null &
  CAPTURES+=($!)
  $2 d1
  wait_until 12 'a reversed weight counts while the script passes' announce 70 100 100 100
  expect 'nobody has heard of late' not grep -q 'vrid 63,' "$ADVERTS"
  # Which keepalived 2.2.7 does not tell from waiting for the result.
  [[ $1 == keepalived ]] ||
    expect 'it counts as failed before its first result' role_is d1 late FAULT
  wait_until 15 'late has passed' announced 63 100
  says up 1
  wait_until 8 'up has failed' announced 51 100
  says down 1
  wait_until 8 'down has failed' announced 62 130
  says down 0
  wait_until 8 'down has passed' announced 62 100
  says shared 1
  wait_until 8 'both members count the weight of their group' announce 100 100 90 90
  says shared 0
  wait_until 8 'they have it back' announce 100 100 100 100
  says own 1
  stays 4 'the weight of a member counts for nothing' announced 64 100
  weights_conf sync_group_tracking_weight
  reload d1
  wait_until 8 'now it counts' announced 64 50
  expect 'for the member alone' announced 65 100
  says own 0
  wait_until 8 'it has passed' announced 64 100
  ip -n d1 link set extra down
  wait_until 8 'the group is in FAULT' announce 100 100 0 0
  ip -n d1 link set extra up
  wait_until 8 'it is back' announce 100 100 100 100
  stop_captures
  stop_director d1
  for vrid in 51 62 63 64 65; do
    grep "vrid $vrid," "$ADVERTS" | sed 's/.* prio \([0-9]*\),.*/\1/' | uniq | xargs echo "$vrid:"
  done >"$LAB_OUT/priorities-$1"
}

story keepalived start_keepalived
story evenkeel start_director
diff "$LAB_OUT/priorities-keepalived" "$LAB_OUT/priorities-evenkeel" >"$LAB_OUT/difference" ||
  fail "keepalived (<) and evenkeel (>) announced: $(<"$LAB_OUT/difference")"
