# An operator hands the VIP over before an update, and takes it back: by word, or when the time is
# over. Without a peer the hand-over is refused and the VIP stays. A resigned director still serves
# when its peer dies. Neither killed processes nor a restarted daemon forget.
# limit: 300
cluster dr

director_conf d1
director_conf d2
start_director d1
wait_until 10 'd1 holds the VIP' holds d1
if ctl d1 resign web --why alone >"$LAB_OUT/alone" 2>&1; then fail 'resigned without a peer'; fi
expect 'it says why not' grep -q 'web: REFUSED: no peer took over' "$LAB_OUT/alone"
expect_holders d1

start_director d2
wait_until 10 'd2 listens' role_is d2 web BACKUP
wait_until 10 'd2 has all servers' table_is d2 "${SERVERS[@]}"
start_watch
start_client
nap 1
ctl d1 resign web --why 'kernel update' >"$LAB_OUT/resign" || fail "$(<"$LAB_OUT/resign")"
expect_holders d2
stays 5 'd1 does not preempt' holds_alone d2
stop_client
figure lost "$LOST" connections
figure gap "$GAP" ms '<=' 500
expect 'the status says it' grep -q RESIGNED <(ask d1 /v1/vrrp)
kill_worker d1 vrrp
wait_until 5 'a new vrrp is there' respawned d1 vrrp
stays 6 'a new process knows that it is resigned' holds_alone d2

mark death
kill_all d2
wait_until 10 'd1 serves: nobody else does' holds d1
wait_until 20 'the lease of d2 ends' lacks d2
kill_worker d1 vrrp
wait_until 5 'a new vrrp is there' respawned d1 vrrp
stays 3 'it serves on: it has nobody to ask again' holds d1
start_director d2
wait_until 10 'd2 takes over from the resigned one' holds_alone d2
ctl d1 return web >"$LAB_OUT/return" || fail "$(<"$LAB_OUT/return")"
wait_until 6 'd1 has it back' holds_alone d1

say 'a resigned director is restarted, by a crash and in order'
ctl d1 resign web --for 10m --why 'kernel update' >"$LAB_OUT/again" || fail "$(<"$LAB_OUT/again")"
kill_all d1
start_director d1
wait_until 10 'd1 is there' role_is d1 web BACKUP
stays 6 'd1 knows that it is resigned' holds_alone d2
stop_director d1
start_director d1
wait_until 10 'd1 is there' role_is d1 web BACKUP
stays 6 'd1 still knows' holds_alone d2
expect 'the status says until when' grep -q '"until":"2' <(ask d1 /v1/vrrp | tr -d ' ')
ctl d1 return web >"$LAB_OUT/return" || fail "$(<"$LAB_OUT/return")"
wait_until 6 'd1 has it back' holds_alone d1
expect 'nothing is kept of it' not test -e "$LAB_RUN/d1/run/resigned"

ctl d1 resign --for 5s >"$LAB_OUT/five" || fail "$(<"$LAB_OUT/five")"
expect_holders d2
wait_until 14 'd1 has it back: the time is over' holds_alone d1
if ctl d1 return web >"$LAB_OUT/again" 2>&1; then fail 'returned without being resigned'; fi
mark end
stop_watch
