# shellcheck shell=bash
# How evenly a master's adverts leave while ten thousand checks run and another process wants the
# whole CPU; one daemon after the other in one guest, judged from a capture.

# shellcheck source=tests/bench/inside/bench.sh
source "$LAB_HOME/../bench/inside/bench.sh"

WINDOW=30
declare -A INTERVAL=([31]=1 [32]=0.1)

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
for each in "${DAEMONS[@]}"; do
  choose "$each"
  write_conf 0
  add_instances
  expect_count "$DESTINATIONS"
  stamp
  start_quietly "$director"
  counted start
  nap $((2 * LAB_DELAY))
  holds "$director" 10.0.0.32 || fail "$daemon is not master"
  while :; do :; done &
  hog=$!
  capture "$daemon" "$director" 'ip proto 112'
  nap "$WINDOW"
  stop_captures
  kill "$hog"
  wait "$hog" || true
  judge_spacing
  stop_daemon
done
