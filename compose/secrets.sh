#!/usr/bin/env bash
# Makes the passwords of an installation, once, and from them the file of each process that needs one: small or cluster.
# A file can be read by the one user or group that needs it. Passwords stay as they are as long as the volume exists.
set -euo pipefail
umask 077
cd "${SECRETS:-/secrets}"
form=${FORM:?small or cluster}
host=${KAFKA_HOST_ADDRESSES:?addresses of Kafka on the host, comma-separated}
pipeline=10001 reader=10002 kafka=1000 grafana=472

# 40 letters and digits, 238 bits.
password() {
  local text=
  while ((${#text} < 40)); do text+=$(head -c 256 /dev/urandom | base64 | tr -dc 'A-Za-z0-9'); done
  printf '%s' "${text:0:40}"
}

# 16 random bytes in base64, as Kafka's own tool makes an id, none of which begins with a dash.
cluster_id() {
  local id=-
  while [[ $id == -* ]]; do id=$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | tr -d '='); done
  printf '%s' "$id"
}

# Replaces a file by standard input, never to be seen half written or with another owner: place FILE OWNER MODE
place() {
  local new
  new=$(mktemp "$PWD/.new.XXXXXX")
  cat >"$new"
  chmod "$3" "$new"
  chown "$2" "$new"
  mv -f -- "$new" "$1"
}

chmod 711 .
rm -f .new.*
if [[ ! -s passwords ]]; then
  {
    for name in pipeline reader broker controller grafana; do echo "$name=$(password)"; done
    echo "cluster_id=$(cluster_id)"
  } | place passwords 0:0 0400
  echo "made new passwords"
fi
declare -A of
while IFS='=' read -r name value; do of[$name]=$value; done <passwords

plain=org.apache.kafka.common.security.plain.PlainLoginModule
if [[ $form == small ]]; then
  mechanism=SCRAM-SHA-512 module=org.apache.kafka.common.security.scram.ScramLoginModule
  printf 'orderwire %s all\nreader %s\n' "${of[pipeline]}" "${of[reader]}" | place broker-users "$pipeline:$pipeline" 0400
else
  # Kafka keeps credentials of SCRAM in its metadata, which its image cannot fill before the first start.
  mechanism=PLAIN module=$plain
  users="user_broker=\"${of[broker]}\" user_orderwire=\"${of[pipeline]}\" user_reader=\"${of[reader]}\""
  place kafka-logins "$kafka:$kafka" 0440 <<END
export CLUSTER_ID='${of[cluster_id]}'
export KAFKA_LISTENER_NAME_INTERNAL_PLAIN_SASL_JAAS_CONFIG='$module required username="broker" password="${of[broker]}" $users;'
export KAFKA_LISTENER_NAME_HOST_PLAIN_SASL_JAAS_CONFIG='$module required $users;'
export KAFKA_LISTENER_NAME_CONTROLLER_PLAIN_SASL_JAAS_CONFIG='$module required username="broker" password="${of[controller]}" user_broker="${of[controller]}";'
END
fi

place pipeline.properties "$pipeline:$pipeline" 0440 <<END
kafka.security.protocol=SASL_PLAINTEXT
kafka.sasl.mechanism=$mechanism
kafka.sasl.jaas.config=$module required username="orderwire" password="${of[pipeline]}";
END
# PLAIN on the host in both forms: Kafka 4 refuses SCRAM of kcat as in Debian 12 and Ubuntu 24.04 (librdkafka before 2.6.1).
place kcat.conf "$reader:$reader" 0400 <<END
bootstrap.servers=$host
security.protocol=SASL_PLAINTEXT
sasl.mechanism=PLAIN
sasl.username=reader
sasl.password=${of[reader]}
END
# Without the last line, Java's consumers also get records of transactions that were aborted, whose events come again.
place consumer.properties "$reader:$reader" 0400 <<END
bootstrap.servers=$host
security.protocol=SASL_PLAINTEXT
sasl.mechanism=PLAIN
sasl.jaas.config=$plain required username="reader" password="${of[reader]}";
isolation.level=read_committed
END
printf '%s' "${of[grafana]}" | place grafana-admin "$grafana:$grafana" 0400

# Volumes that Docker made for images without these folders belong to root.
if [[ -d /kafka-data ]]; then
  for folder in /kafka-data/*/; do chown "${KAFKA_USER:?uid:gid of the brokers}" "$folder"; done
fi
if [[ -d /node-data ]]; then chown "$pipeline:$pipeline" /node-data; fi
echo "passwords are in place"
