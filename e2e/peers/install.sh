#!/bin/sh
# Installs the stock clients and the programs that benchmarks compare with, as the lock files have them, and packs the tracker's client for browsers into the folder given.
# Their install scripts are not run: one of them wants another package manager, another compiles. Quick when nothing changed.
set -eu
packed=$1
cd "$(dirname "$0")"

for folder in . ../../bench/peers; do
  if ! [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
    npm --prefix "$folder" --no-update-notifier --no-fund --no-audit --loglevel=error --silent ci --ignore-scripts
  fi
done
if ! [ "$packed/bittorrent-tracker.js" -nt node_modules/.package-lock.json ]; then
  exec node ../../web-client/node_modules/rolldown/bin/cli.mjs -c rolldown.config.js --dir "$packed" --logLevel warn
fi
