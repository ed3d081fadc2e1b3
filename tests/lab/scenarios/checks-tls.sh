# SSL_GET: a server that answers only to the right name (SNI) passes, one without TLS fails.
cluster dr
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=site.lab \
  -keyout "$LAB_RUN/key.pem" -out "$LAB_RUN/cert.pem" 2>/dev/null

# The default certificate is for those who name nobody; -servername_fatal turns others away.
serve_tls() {
  ip netns exec "$1" openssl s_server -accept 443 -www -quiet -servername site.lab -servername_fatal \
    -cert "$LAB_RUN/cert.pem" -key "$LAB_RUN/key.pem" \
    -cert2 "$LAB_RUN/cert.pem" -key2 "$LAB_RUN/key.pem" >>"$LAB_OUT/$1.tls.log" 2>&1 &
  TLS_PID=$!
}

tls_check() {
  printf 'SSL_GET {\n enable_sni\n virtualhost %s\n url {\n path /\n status_code 200\n }\n' "$1"
  printf ' connect_timeout 2\n retry 0\n }\n'
}

director_conf d1
check=$(tls_check site.lab) service_block TCP "$VIP 443" s1 s2 | add_conf d1
check=$(tls_check other.lab) service_block TCP "$VIP 444" s1 s2 | sed 's/\(real_server [0-9.]*\) 444/\1 443/' | add_conf d1
serve_tls s1
serve_tls s2
start_director d1
wait_until 10 'd1 holds the VIP' holds d1
service="TCP $VIP:443" wait_until 10 'the right name passes' table_is d1 s1 s2
service="TCP $VIP:444" wait_until 15 'the wrong name does not' table_is d1
kill -9 "$TLS_PID"
service="TCP $VIP:443" wait_until 8 's2 is out' table_is d1 s1
serve_tls s2
service="TCP $VIP:443" wait_until 8 's2 is back' table_is d1 s1 s2
