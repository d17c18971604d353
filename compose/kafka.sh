#!/usr/bin/env bash
# Starts the broker of Kafka's image with the passwords from the volume of secrets.
set -euo pipefail
. /secrets/kafka-logins
# The image's start copies these with their mode and then writes to them, which fails if they are read-only.
for file in /etc/kafka/docker/*log4j2.yaml; do install -m 600 "$file" /mnt/shared/config/; done
exec /etc/kafka/docker/run
