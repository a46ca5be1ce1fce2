#!/usr/bin/env bash
# Every model that we ship is sound and finds what it says it finds; every published one says where it
# comes from and what is expected.
set -euo pipefail

"$ENTENTE" check models/*.yaml
for model in models/classic/* models/institutions/*; do
    "$ENTENTE" check "$model"
    case $model in
    *.yaml)
        for key in source tests; do
            grep -q "^$key:" "$model" || { echo "$model: no '$key'" >&2; exit 1; }
        done
        ;;
    esac
done
