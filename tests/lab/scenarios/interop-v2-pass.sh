# limit: 300
# evenkeel and keepalived as a pair, by version 2 with a password.
tell_interop version=2
