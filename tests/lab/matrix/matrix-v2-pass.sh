# limit: 600
# Every way to lose and take a VIP, evenkeel and keepalived in both roles: version 2 with a password.
tell_matrix version=2 auth=PASS
