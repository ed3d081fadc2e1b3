# limit: 300
# evenkeel and keepalived as a pair, by unicast.
tell_interop version=3 unicast=yes
