# Two directors share an address and balance over two servers by address translation.
cluster nat
tell_pair
