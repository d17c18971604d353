#!/usr/bin/env bash
# Starts nginx. Docker replaces the address of each client on this host by that of the bridge through which this container
# reaches the world: an address that stands for many clients, which nginx then does not name to the gateways.
set -euo pipefail
{
  echo 'map $remote_addr $client {'
  echo '  default $remote_addr;'
  while read -r _ destination gateway _; do
    if [[ $destination == 00000000 && $gateway != 00000000 ]]; then
      printf '  %d.%d.%d.%d "";\n' "0x${gateway:6:2}" "0x${gateway:4:2}" "0x${gateway:2:2}" "0x${gateway:0:2}"
    fi
  done </proc/net/route
  echo '}'
} >/tmp/client.conf
exec nginx -e stderr -c /compose/nginx.conf -g 'daemon off;'
