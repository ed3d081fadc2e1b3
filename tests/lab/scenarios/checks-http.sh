# HTTP checks: each service asks in another way, and takes a server out by that alone.
cluster dr

http_service() {
  local port=$1
  check=$'HTTP_GET {\n'"$2"$'\n connect_port 80\n connect_timeout 1\n retry 0\n }' \
    service_block TCP "$VIP $port" s1 s2
}

digest=$(printf 'all is well\n' | md5sum | cut -d ' ' -f 1)
for name in s1 s2; do
  mkdir -p "$LAB_RUN/$name/www/site.lab"
  echo 'all is well' >"$LAB_RUN/$name/www/digest"
done
director_conf d1
{
  http_service 81 $'url {\n path /status\n status_code 200\n }'
  http_service 82 $'url {\n path /digest\n'" digest $digest"$'\n }'
  http_service 83 $'virtualhost site.lab\n url {\n path /page\n status_code 200\n }'
  http_service 84 $'url {\n path /range\n status_code 200-299 404\n }'
  http_service 85 $'url {\n path /one\n }\n url {\n path /two\n }'
} | add_conf d1
start_director d1
wait_until 10 'd1 holds the VIP' holds d1

all_have() {
  local port
  for port in 81 82 83 84 85; do
    service="TCP $VIP:$port" table_is d1 "$@" || return 1
  done
}
wait_until 10 'every service has its servers' all_have s1 s2

# spoil PORT FILE TEXT: only the service on that port notices.
spoil() {
  local file=$LAB_RUN/s1/www/$2
  [[ ! -e $file ]] || cp "$file" "$LAB_RUN/kept"
  echo "$3" >"$file"
  service="TCP $VIP:$1" wait_until 6 "$2 takes s1 out of port $1" table_is d1 s2
  expect_table_only_missing "$1"
  if [[ -e $LAB_RUN/kept ]]; then mv "$LAB_RUN/kept" "$file"; else rm "$file"; fi
  service="TCP $VIP:$1" wait_until 12 "s1 is back on port $1" table_is d1 s1 s2
}

expect_table_only_missing() {
  local port
  for port in 81 82 83 84 85; do
    [[ $port == "$1" ]] || service="TCP $VIP:$port" expect "port $port still has s1" table_is d1 s1 s2
  done
}

spoil 81 status.status 503
spoil 82 digest 'all is lost'
spoil 83 site.lab/page.status 500
spoil 84 range.status 302
spoil 85 two.status 404
echo 404 >"$LAB_RUN/s1/www/range.status"
stays 3 'a status of the list is good' all_have s1 s2
