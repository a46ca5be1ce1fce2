#!/usr/bin/env bash
# The table of historical guarantees is the one in history.txt. Where an intended change alters it,
# write it anew: tools/history build/entente models/history/*.yaml > tests/cli/history.txt
set -euo pipefail

tools/history "$ENTENTE" models/history/*.yaml | diff tests/cli/history.txt -
