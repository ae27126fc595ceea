#!/bin/sh
# Runs npm for Maven. Says in one sentence what is missing when Node or npm is, and installs the packages only when the lock file changed.
set -eu
cd "$(dirname "$0")"

need='Cordwood builds its viewer with Node 20 or newer and npm'
command -v node >/dev/null 2>&1 || { echo "$need: node was not found, install it (https://nodejs.org or your system's package) and try again." >&2; exit 1; }
command -v npm >/dev/null 2>&1 || { echo "$need: npm was not found, install it beside node and try again." >&2; exit 1; }
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 20 ] || { echo "$need: found node $(node -v), install a newer one and try again." >&2; exit 1; }

if [ "$1" = ci ] && [ node_modules/.package-lock.json -nt package-lock.json ]; then
  exit 0
fi
# What an earlier build left would be packed as well.
if [ "$*" = 'run build' ]; then rm -rf dist target/classes/META-INF/resources; fi
exec npm --no-update-notifier --no-fund --no-audit "$@"
