#!/bin/sh
# Python encrypts, Kafka carries, Node opens: with a real broker on this machine, which sees tokens only.
# Needs Java and Maven for the broker; FIELDVEIL names the command line, PYTHON a Python with `fieldveil` and
# `kafka-python`; `npm install fieldveil kafkajs` here.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
fieldveil=${FIELDVEIL:-fieldveil} python=${PYTHON:-python3}
work=$(mktemp -d) broker=
trap '[ -z "$broker" ] || kill "$broker"; rm -rf "$work"' EXIT

port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
clients=127.0.0.1:$(port) controllers=127.0.0.1:$(port)
cat > "$work/server.properties" <<CONFIGURATION
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@$controllers
listeners=PLAINTEXT://$clients,CONTROLLER://$controllers
controller.listener.names=CONTROLLER
log.dirs=$work/log
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
group.initial.rebalance.delay.ms=0
CONFIGURATION
mvn --quiet --batch-mode --file "$here/pom.xml" dependency:build-classpath "-Dmdep.outputFile=$work/classpath"
kafka() { java -Xmx256m -cp "$(cat "$work/classpath")" "$@" >> "$work/broker.txt" 2>&1; }
kafka kafka.tools.StorageTool format --cluster-id MkU3OEVBNTcwNTJENDM2Qg --config "$work/server.properties"
java -Xmx256m -cp "$(cat "$work/classpath")" kafka.Kafka "$work/server.properties" >> "$work/broker.txt" 2>&1 &
broker=$!
"$python" - "$clients" <<'WAIT'
import socket, sys, time
host, port = sys.argv[1].split(":")
for _ in range(600):
    try:
        socket.create_connection((host, int(port))).close()
        break
    except OSError:
        time.sleep(0.1)
WAIT

"$fieldveil" init "$work/keys" > "$work/init.txt"
"$python" "$here/producer.py" "$clients" "$work/keys/ring.json" "$work/keys/ring.key"
node "$here/consumer.mjs" "$clients" "$work/keys/ring.json" "$work/keys/ring.key"
# What the broker wrote to its disk.
if grep -r -q -e ada@example -e '4111 1111' "$work/log"; then
  echo "the broker has plaintext" >&2
  exit 1
fi
grep -r -q -e A-1001 "$work/log"
echo "the broker has tokens, and the number of the order in clear"
