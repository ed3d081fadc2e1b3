# limit: 300
# evenkeel and keepalived as a pair, by version 3.
tell_interop version=3
