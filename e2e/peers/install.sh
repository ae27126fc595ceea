#!/bin/sh
# Installs the stock clients as the lock file has them, and packs the tracker's client for browsers into the folder given.
# Their install scripts are not run: one of them wants another package manager, another compiles. Quick when nothing changed.
set -eu
packed=$1
cd "$(dirname "$0")"

if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
  npm --no-update-notifier --no-fund --no-audit --loglevel=error --silent ci --ignore-scripts
fi
if ! [ "$packed/bittorrent-tracker.js" -nt node_modules/.package-lock.json ]; then
  exec node ../../web-client/node_modules/rolldown/bin/cli.mjs -c rolldown.config.js --dir "$packed" --logLevel warn
fi
