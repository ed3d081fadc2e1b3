# limit: 600
# Every way to lose and take a VIP, evenkeel and keepalived in both roles: version 3 over IPv6.
tell_matrix version=3 family=6
