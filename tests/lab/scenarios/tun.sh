# Two directors share an address and balance over two servers by IP in IP tunnels.
cluster tun
tell_pair
