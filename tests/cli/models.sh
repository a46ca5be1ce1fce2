#!/usr/bin/env bash
# Every model that we ship is sound and finds what it says it finds; every published one says where it
# comes from and what is expected; every one of a guarantee of the past, what happened.
set -euo pipefail

"$ENTENTE" check models/*.yaml
for model in models/history/*.yaml; do
    "$ENTENTE" check "$model"
    for key in source history; do
        grep -q "^$key:" "$model" || { echo "$model: no '$key'" >&2; exit 1; }
    done
done
for model in models/classic/* models/institutions/*; do
    # Builds that take a part of the random models only are slow, and this model takes long.
    if [ -z "${ENT_PART:-}" ] || [ "$model" != models/institutions/imf-governors.yaml ]; then
        "$ENTENTE" check "$model"
    fi
    case $model in
    *.yaml)
        for key in source tests; do
            grep -q "^$key:" "$model" || { echo "$model: no '$key'" >&2; exit 1; }
        done
        ;;
    esac
done
