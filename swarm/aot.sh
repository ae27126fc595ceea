#!/bin/sh
# aot.sh JAR MARK [ARGUMENT…] makes JAR's ahead-of-time cache (JEP 514) beside it, with which a server is up in half the time: runs it until it
# says MARK, and ends it. It holds for this JDK, these jars and --enable-native-access=ALL-UNNAMED; a JVM that has others starts without it, as
# where there is none: slower, and that is all. It lies in the module that both servers stand on, so that a change of it has both built again.
set -eu

jar=$1
mark=$2
shift 2
cache=${jar%.jar}.aot
new=$cache.$$
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
server=''
folder=$(mktemp -d)
trap '[ -z "$server" ] || kill -9 "$server" 2>/dev/null || true; rm -rf "$folder" "$new" "$new".*' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# soon CONDITION…: waits until it holds; fails when it does not within two minutes.
soon() {
  left=240
  until "$@"; do
    [ $left -gt 0 ] || return 1
    left=$((left - 1))
    sleep 0.5
  done
}
ended() { ! kill -0 "$server" 2>/dev/null; }
said() { grep -q "$mark" "$folder/log"; }
ready() { ended || said; }

rm -f "$cache"
: >"$folder/log"
env -i PATH="$PATH" CORDWOOD_DATA="$folder" CORDWOOD_HTTP_HOST=127.0.0.1 CORDWOOD_WEBSEED_HOST=127.0.0.1 \
  CORDWOOD_HTTP_PORT=0 CORDWOOD_TRACKER_PORT=0 CORDWOOD_STUN_PORT=0 \
  "$java" -XX:AOTCacheOutput="$new" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -jar "$jar" "$@" >>"$folder/log" 2>&1 &
server=$!
if soon ready && said; then
  kill "$server" 2>/dev/null || true
  if soon ended && [ -f "$new" ]; then
    server=''
    mv "$new" "$cache"
    exit
  fi
fi
echo "No ahead-of-time cache for $jar: it starts slower. What it said:" >&2
grep -v -E 'AOT|\[aot\]' "$folder/log" | tail -n 5 >&2 || true
