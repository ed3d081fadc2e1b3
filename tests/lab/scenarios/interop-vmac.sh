# limit: 300
# evenkeel and keepalived as a pair with a virtual MAC: one holder after each change, and the client
# never learns another MAC.
MAC=00:00:5e:00:01:33
held_on=vrrp.51
make_pair options=use_vmac
capture neighbours lan "arp[14:4] = 0x0a000032 and not ether src $MAC"
tell_roles evenkeel_leads start_director start_keepalived
tell_roles keepalived_leads start_keepalived start_director
judge_pair
packets adverts "proto 112 and not ether src $MAC"
figure adverts_from_other_macs "$REPLY" adverts '<=' 0
packets neighbours
figure claims_by_other_macs "$REPLY" frames '<=' 0
