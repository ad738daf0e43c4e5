#!/usr/bin/env bash
# The six commands of the README, from a built service without an identity to the first 200 and the first 403, each shown
# before it runs.
# Ends with 0 only if both came. Needs zt in the local Maven repository: 'mvn install' in the repository's root.
#
#   run.sh [ZT_JAR]      the jar of zt-cli; default the one that the repository built
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar=$(realpath "${1:-$here/../../zt-cli/target/zt.jar}")
[[ -f $jar ]] || { echo "no $jar: run 'mvn install' in the repository's root first" >&2; exit 1; }
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

work=$(mktemp -d)
started=()
finish() {
  for process in "${started[@]}"; do kill "$process" 2> /dev/null || true; done
  wait 2> /dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# await FILE TEXT: until a background command has written it.
await() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    if grep -q -- "$2" "$1" 2> /dev/null; then return; fi
    sleep 0.1
  done
  echo "nothing of '$2' in $1:" >&2
  cat "$1" >&2
  exit 1
}

# free_port: one that nobody listens on now.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); (: > "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do :; done
  echo "$port"
}

zt() { "$java" -jar "$jar" "$@"; }
show() { printf '\n%d $ %s\n' "$((++number))" "$*"; }
number=0

cp -R "$here/pom.xml" "$here/src" "$here/zt.yaml" "$here/zt-policy.yaml" "$work"
cd "$work"
mvn -q -B -ntp package
port=$(free_port)
export ZT_AUDIENCE=https://127.0.0.1:$port

show "zt authority --trust-domain shop.example --port 0"
# Not by the function: the shell that it would run in is not the process to stop.
"$java" -jar "$jar" authority --trust-domain shop.example --port 0 > authority.log 2>&1 &
started+=($!)
await authority.log "authority of shop.example at"
tail -n 1 authority.log

show "zt workload add orders gateway"
zt workload add orders gateway

show "zt join orders gateway --out join"
zt join orders gateway --out join

show "ZT_AUDIENCE=$ZT_AUDIENCE java -cp 'target/orders.jar:target/lib/*' example.shop.Orders $port"
"$java" -cp 'target/orders.jar:target/lib/*' example.shop.Orders "$port" > orders.log 2>&1 &
started+=($!)
await orders.log "listens on port"
grep "listens on port" orders.log

show "zt call --join join/gateway https://127.0.0.1:$port/orders/7"
granted=0
zt call --join join/gateway "https://127.0.0.1:$port/orders/7" 2>&1 | tee granted.out || granted=$?

show "zt call --join join/gateway -X POST https://127.0.0.1:$port/orders"
denied=0
zt call --join join/gateway -X POST "https://127.0.0.1:$port/orders" 2>&1 | tee denied.out || denied=$?

[[ $granted == 0 ]] && grep -q "zt: 200 to spiffe://shop.example/gateway" granted.out || { echo "no 200" >&2; exit 1; }
[[ $denied == 1 ]] && grep -q "zt: 403 to spiffe://shop.example/gateway" denied.out || { echo "no 403" >&2; exit 1; }
printf '\nfirst-call: a 200 and a 403 in %d commands\n' "$number"
