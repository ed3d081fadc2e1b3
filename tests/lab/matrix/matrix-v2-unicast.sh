# limit: 600
# Every way to lose and take a VIP, evenkeel and keepalived in both roles: version 2, no authentication, unicast.
tell_matrix version=2 auth=none unicast=yes
