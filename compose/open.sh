#!/usr/bin/env bash
# Says what to open, and what is missing before orders can flow. Stays, because docker compose up --wait takes a service
# that ends for one that failed.
set -euo pipefail
trap 'exit 0' TERM INT

has_statuses() {
  local name
  for name in node_order_statuses node_order_statuses_by_block node_order_statuses_streaming; do
    if [[ -d /data/$name ]]; then return 0; fi
  done
  return 1
}

pause() {
  sleep "$1" &
  wait $!
}

compose='docker compose'
if [[ ${FORM-} == cluster ]]; then compose+=' --env-file cluster.env'; fi
url=127.0.0.1:${WEB_PORT:-8080}
cat <<END

  Orderwire is up.
    page        http://$url/
    WebSocket   ws://$url/ws
    Kafka       ${KAFKA_HOST_ADDRESSES//,/, }
                $compose run --rm -T reader prints what kcat and other consumers need
END
if [[ -n ${PROMETHEUS_PORT-} ]]; then echo "    Prometheus  http://127.0.0.1:$PROMETHEUS_PORT/"; fi

# A simulator that was started together with everything else has written by now, or does so in a moment.
for _ in {1..10}; do
  if has_statuses; then break; fi
  pause 0.5
done
if ! has_statuses; then
  what='is empty: it has no folder of order statuses.'
  if [[ ! -x /data || ! -r /data ]]; then
    what="cannot be read by user $(id -u). It belongs to $(stat -c 'user %u, group %g, mode %A' /data).
  Set NODE_USER to the uid:gid of one who may read it, here NODE_USER=$(stat -c %u:%g /data)."
  fi
  cat <<END

  There are no orders yet. The data folder ${NODE_DATA:+$NODE_DATA }$what
    With a node, name its data folder:     NODE_DATA=/path/to/hl/data $compose up -d
    Without a node, start the simulator:   $compose --profile simulator up -d
END
fi
echo
touch /tmp/said
until has_statuses; do pause 5; done
echo 'The data folder has order statuses: orders flow.'
while true; do pause 3600; done
