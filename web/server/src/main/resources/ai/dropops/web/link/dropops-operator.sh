#!/bin/sh
# Starts the operator with the runtime beside this script, in the folder it is called from.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
exec "$here/runtime/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xss512k -Xmx64m -XX:-UsePerfData \
    --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
    -jar "$here/app/operator-node.jar" "$@"
