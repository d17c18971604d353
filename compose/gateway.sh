#!/usr/bin/env bash
# Starts a gateway that trusts those in its own networks, of which only the front sends requests. Docker chooses the networks'
# addresses; to trust all that it may choose would also trust clients in other containers.
set -euo pipefail
networks=
while read -r _ destination gateway _ _ _ _ mask _; do
  if [[ $gateway == 00000000 && $mask != 00000000 ]]; then
    bits=0
    for ((rest = 0x$mask; rest > 0; rest >>= 1)); do ((bits += rest & 1)) || true; done
    printf -v network '%d.%d.%d.%d/%d' "0x${destination:6:2}" "0x${destination:4:2}" "0x${destination:2:2}" \
      "0x${destination:0:2}" "$bits"
    networks+=${networks:+,}$network
  fi
done < <(tail -n +2 /proc/net/route)
export ORDERWIRE_GATEWAY_TRUSTED_PROXIES=$networks
exec /opt/orderwire/orderwire "$@"
