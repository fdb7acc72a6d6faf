#!/usr/bin/env bash
# Calls scripts/build twice at once, with a cmake that tells when it begins and ends: the second has to wait for the first.
# build_lock.sh PROJECT
set -euo pipefail

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
mkdir -p "$directory/scripts" "$directory/bin"
cp "$1/scripts/build" "$directory/scripts"
cat >"$directory/bin/cmake" <<'CMAKE'
#!/usr/bin/env bash
echo begin >>calls
sleep 0.1
echo end >>calls
CMAKE
chmod +x "$directory/bin/cmake"

cd "$directory"
export PATH="$directory/bin:$PATH"
scripts/build release &
scripts/build release
wait $!
expected=$(printf 'begin\nend\n%.0s' 1 2 3 4) # each call configures and builds
[[ $(<calls) == "$expected" ]] || { cat calls; exit 1; }
