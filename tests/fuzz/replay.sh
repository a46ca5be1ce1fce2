#!/usr/bin/env bash
# Gives a fuzz target every input of its corpus: replay.sh TARGET FOLDER. An empty corpus is a failure.
set -euo pipefail
mapfile -d '' -t inputs < <(find "$2" -type f -print0 | sort -z)
[ ${#inputs[@]} -gt 0 ]
exec "$1" "${inputs[@]}"
