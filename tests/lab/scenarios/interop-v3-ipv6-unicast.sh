# limit: 300
# evenkeel and keepalived as a pair, by version 3 over IPv6, by unicast.
tell_interop version=3 family=6 unicast=yes
