# An instance lives on an interface that does not exist yet. The rest runs; the instance takes its
# address when the interface appears, loses it with the interface, and comes back.
cluster dr
director_conf d1
director_conf d2
add_conf d1 <<'EOF'
vrrp_instance late {
  state BACKUP
  interface eth1
  virtual_router_id 52
  priority 100
  advert_int 1
  virtual_ipaddress {
    10.1.0.50/24 dev eth1
  }
}
EOF

plug() {
  ip -n d1 -batch - <<'EOF'
link add eth1 type dummy
link set eth1 up
addr add 10.1.0.1/24 dev eth1
EOF
}

start_pair
expect 'the instance is in FAULT' role_is d1 late FAULT
start_client
plug
wait_until 10 'the late instance holds its address' holds d1 10.1.0.50
figure came_up "$WAITED" ms '<=' 4500
expect 'it is MASTER' role_is d1 late MASTER

ip -n d1 link set eth1 down
wait_until 3 'the instance is in FAULT again' role_is d1 late FAULT
ip -n d1 link set eth1 up
wait_until 10 'it holds its address again' holds d1 10.1.0.50
ip -n d1 link del eth1
wait_until 3 'the instance lost its interface' role_is d1 late FAULT
plug
wait_until 10 'it holds its address once more' holds d1 10.1.0.50
stop_client
expect_no_loss
expect_holders d1
