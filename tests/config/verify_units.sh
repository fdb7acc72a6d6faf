#!/usr/bin/env bash
# Lets systemd check the units, with instances of the templates and programs that exist: verify_units.sh SOURCES PROGRAMS
set -euo pipefail

if ! command -v systemd-analyze >/dev/null; then
    echo "skipped: there is no systemd-analyze on this host"
    exit 77
fi
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cp "$1"/*.target "$directory"
for template in "$1"/*@.service.in; do
    name=$(basename "$template" .service.in)
    sed "s|@PINION_PROGRAMS@|$2|" "$template" >"$directory/${name}1.service"
done

# What is said of other units of the host is not ours to judge.
complaints=$(SYSTEMD_UNIT_PATH="$directory:" systemd-analyze verify --man=no "$directory"/*.service "$directory"/*.target 2>&1 |
    grep -F pinion || true)
if [[ -n $complaints ]]; then
    echo "$complaints"
    exit 1
fi
