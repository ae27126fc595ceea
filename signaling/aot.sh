#!/bin/sh
# aot.sh JAR MARK [ARGUMENT…] makes JAR's ahead-of-time cache (JEP 514) beside it, with which a server is up in half the time: runs it until it
# says MARK, and ends it. Does nothing when the cache is newer than the jar and what lies around it. Without one servers start as well, only slower.
set -eu

jar=$1
mark=$2
shift 2
cache=${jar%.jar}.aot
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
if [ -f "$cache" ] && [ -z "$(find "$(dirname "$jar")" -name '*.jar' -newer "$cache" -print | head -n 1)" ]; then exit 0; fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export CORDWOOD_DATA="$folder" CORDWOOD_HTTP_PORT=0 CORDWOOD_TRACKER_PORT=0 CORDWOOD_STUN_PORT=0
rm -f "$cache"
"$java" -XX:AOTCacheOutput="$cache" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -jar "$jar" "$@" >"$folder/log" 2>&1 &
server=$!
left=240
until grep -q "$mark" "$folder/log" || ! kill -0 $server 2>/dev/null || [ $left -eq 0 ]; do
  sleep 0.5
  left=$((left - 1))
done
kill $server 2>/dev/null || true
wait $server || true
[ -f "$cache" ] || { echo "No ahead-of-time cache for $jar: it starts slower. What it said:" >&2; tail -n 5 "$folder/log" >&2; }
