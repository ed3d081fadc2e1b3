# Two directors share an address and balance over two servers by direct routing.
cluster dr
tell_pair
