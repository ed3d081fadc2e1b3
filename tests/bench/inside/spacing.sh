# shellcheck shell=bash
# How evenly a master's adverts leave while ten thousand checks run and another process wants the
# whole CPU; one daemon after the other in one guest, judged from captures. With LAB_INSTANCES it
# has as many more on each of four interfaces, and the other director is the backup of these.

# shellcheck source=tests/bench/inside/bench.sh
source "$LAB_HOME/../bench/inside/bench.sh"

WINDOW=30
declare -A INTERVAL=([31]=1 [32]=0.1)
INSTANCES=$((${#PORTS[@]} * LAB_INSTANCES))

add_instances() {
  local vrid
  conf_of "$director"
  for vrid in "${!INTERVAL[@]}"; do
    cat >>"$REPLY" <<END
vrrp_instance i$vrid {
  interface eth0
  version 3
  virtual_router_id $vrid
  priority 150
  advert_int ${INTERVAL[$vrid]}
  virtual_ipaddress {
    10.0.0.$vrid/32
  }
}
END
  done
  print_instances "$LAB_INSTANCES" 150 >>"$REPLY"
}

# The other director, which serves nothing else.
start_backup() {
  peer=d1
  [[ $director != d1 ]] || peer=d2
  conf_of "$peer"
  {
    printf 'global_defs {\n  router_id bench\n}\n'
    print_instances "$LAB_INSTANCES" 100
  } >"$REPLY"
  start_quietly "$peer"
}

# What the backup hears, with the kernel's own time of arrival.
capture_many() {
  many=$LAB_RUN/many
  : >"$many.told"
  ip netns exec "$peer" tcpdump -Z root -n -i any -Q in -B 65536 -w "$many.pcap" \
    'ip proto 112 and not src net 10.0.0.0/24' 2>"$many.told" &
  many_capture=$!
  wait_until 10 'the capture of all instances runs' grep -q 'listening on' "$many.told"
}

# Of every instance, and every one must have been heard.
judge_many() {
  kill "$many_capture"
  wait "$many_capture" || true
  cp "$many.pcap" "$LAB_OUT/$daemon.many.pcap"
  grep -q '^0 packets dropped by kernel' "$many.told" || fail "the capture: $(<"$many.told")"
  tcpdump -ttnr "$many.pcap" 2>/dev/null | awk -v instances="$INSTANCES" -v window="$WINDOW" '
    {
      for (i = 2; i < NF; i++) {
        if ($i == "IP") source = $(i + 1)
        if ($i == "vrid") key = source " " $(i + 1)
      }
      if (key in last) {
        off = $1 - last[key] - 1
        if (off < 0) off = -off
        if (off > worst) worst = off
        if (off > 0.01) late++
        intervals++
      }
      last[key] = $1
      count[key]++
    }
    END {
      for (key in count) if (count[key] >= 0.9 * window) heard++
      if (heard < instances) { print heard + 0 " of " instances " instances were heard"; exit 1 }
      printf "%d %d\n", worst * 10000, late / intervals * 10000
    }' >"$many.judged" || fail "$daemon: $(<"$many.judged")"
  local worst late
  read -r worst late <"$many.judged"
  figure "spacing_many.$daemon" "$worst" 1/10000
  figure "late_many.$daemon" "$late" 1/10000
}

# The largest distance of an interval from what it should be, in hundredths of a percent.
judge_spacing() {
  local vrid worst
  for vrid in "${!INTERVAL[@]}"; do
    worst=$(tcpdump -ttnr "$LAB_OUT/$daemon.pcap" "ip[21] = $vrid" 2>/dev/null |
      awk -v interval="${INTERVAL[$vrid]}" -v window="$WINDOW" '
        NR > 1 {
          off = ($1 - last) / interval - 1
          if (off < 0) off = -off
          if (off > worst) worst = off
        }
        { last = $1 }
        END {
          if (NR < 0.5 * window / interval) exit 1
          printf "%d\n", worst * 10000
        }') || fail "$daemon sent too few adverts of VRID $vrid"
    figure "spacing_${INTERVAL[$vrid]}.$daemon" "$worst" 1/10000
  done
}

build_farm
((INSTANCES == 0)) || link_directors
for each in "${DAEMONS[@]}"; do
  choose "$each"
  write_conf 0
  add_instances
  expect_count "$DESTINATIONS"
  stamp
  start_quietly "$director"
  counted start
  if ((INSTANCES > 0)); then
    wait_until 120 'the director has all addresses' has_all "$director" "$INSTANCES"
    start_backup
  fi
  nap $((2 * LAB_DELAY))
  holds "$director" 10.0.0.32 || fail "$daemon is not master"
  while :; do :; done &
  hog=$!
  capture "$daemon" "$director" 'ip proto 112'
  ((INSTANCES == 0)) || capture_many
  nap "$WINDOW"
  stop_captures
  ((INSTANCES == 0)) || judge_many
  kill "$hog"
  wait "$hog" || true
  judge_spacing
  stop_daemon
  ((INSTANCES == 0)) || stop_director "$peer"
done
