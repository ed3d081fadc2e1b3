# One reload in which two members of a sync group swap their virtual router IDs, and so, seen from
# the running instances, their names. Both still go together when they have to.
cluster dr

OTHER=10.0.0.51
moved_to() {
  local name=d1
  [[ $1 != d1 ]] || name=d2
  holds "$1" && holds "$1" "$OTHER" && lacks "$name" && lacks "$name" "$OTHER"
}
# ids_are NAME WEB OTHER: as the director tells.
ids_are() {
  [[ $(ask "$1" /v1/vrrp | jq -r '[.instances | sort_by(.name)[] | "\(.name)=\(.vrid)"] | join(" ")') == \
    "other=$3 web=$2" ]]
}

for name in d1 d2; do
  director_conf "$name" version=3 advert=0.5
  add_conf "$name" <<END
vrrp_instance other {
  state BACKUP
  interface eth0
  virtual_router_id 52
  priority $([[ $name == d1 ]] && echo 150 || echo 100)
  advert_int 0.5
  virtual_ipaddress {
    $OTHER/24
  }
}
vrrp_sync_group both {
  group {
    web
    other
  }
}
END
done
start_director d1
start_director d2
wait_until 15 'd1 holds both' moved_to d1
stays 2 'they stay there' moved_to d1

for name in d2 d1; do
  conf_of "$name"
  sed -i 's/router_id 51/router_id 5X/; s/router_id 52/router_id 51/; s/router_id 5X/router_id 52/' "$REPLY"
  reload "$name"
  wait_until 5 "$name has swapped them" ids_are "$name" 52 51
done
wait_until 10 'd1 holds both' moved_to d1
stays 4 'they stay there, and each is known by its new name' moved_to d1
expect 'd1 knows both' ids_are d1 52 51

kill_all d1
wait_until 8 'd2 holds the first' holds d2
wait_until 2 'd2 holds the second' holds d2 "$OTHER"
wait_until 20 'the leases of d1 end' moved_to d2
start_director d1
wait_until 15 'd1 holds both again' moved_to d1
