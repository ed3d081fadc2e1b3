# limit: 300
# evenkeel and keepalived as a pair, by version 2 with an authentication header.
tell_interop version=2 auth=AH
