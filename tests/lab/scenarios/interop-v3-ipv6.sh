# limit: 300
# evenkeel and keepalived as a pair, by version 3 over IPv6.
tell_interop version=3 family=6
