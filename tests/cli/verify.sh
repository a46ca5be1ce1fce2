#!/usr/bin/env bash
# What the program answers it also accepts; an answer that was tampered with it does not.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
answer=$folder/answer.json

accept() {
    "$ENTENTE" verify "$1" "$answer" >"$folder/words" 2>&1 || {
        echo "$1: a true answer is rejected" >&2
        cat "$folder/words" >&2
        exit 1
    }
}

# reject MODEL MESSAGE
reject() {
    local status=0
    "$ENTENTE" verify "$1" "$answer" >"$folder/words" 2>&1 || status=$?
    if [ "$status" -ne 1 ] || ! grep -qF "$2" "$folder/words"; then
        echo "$1: expected status 1 and '$2', found status $status and" >&2
        cat "$folder/words" >&2
        exit 1
    fi
}

for model in models/*.yaml models/classic/*.yaml; do
    "$ENTENTE" hold "$model" --json >"$answer"
    accept "$model"
    "$ENTENTE" states "$model" --json >"$answer"
    accept "$model"
    states=$(wc -l <"$answer")
    for number in 1 2 3 $((states / 2)) "$states"; do
        "$ENTENTE" why "$model" "$number" --json >"$answer"
        accept "$model"
    done
done

for model in models/*.yaml models/history/*.yaml; do
    "$ENTENTE" agree "$model" --json >"$answer"
    accept "$model"
done
"$ENTENTE" agree models/ukraine-2025.yaml --json | sed 's/"packages":/"packages":1/' >"$answer"
reject models/ukraine-2025.yaml 'packages: 1'

for model in models/*.yaml; do
    "$ENTENTE" act "$model" --json >"$answer"
    accept "$model"
done
"$ENTENTE" act models/ukraine-2025.yaml coalition --json | sed 's/"winning":4/"winning":5/' >"$answer"
reject models/ukraine-2025.yaml 'variants[0].winning: 5 are claimed, and there are 4'

for model in models/*.yaml models/history/*.yaml; do
    "$ENTENTE" design "$model" --json >"$answer"
    accept "$model"
done
belgium=models/history/belgium-1914.yaml
"$ENTENTE" design "$belgium" --json | sed 's/"counts":{"target":2/"counts":{"target":3/' >"$answer"
reject "$belgium" 'counts.target: 3 is claimed, and it is 2'
for case in budapest-2014 csto-2022 ottoman-1877 taiwan-1996; do
    model=models/history/$case.yaml
    "$ENTENTE" need "$model" 1 --viable --json >"$answer"
    accept "$model"
done

garrison=models/classic/garrison.yaml
"$ENTENTE" hold "$garrison" --json --where legal >"$answer"
accept "$garrison"
reject models/classic/cuban.yaml 'is this an answer to another model?'

# The supporters must move, then the US opposition, then the supporters again.
"$ENTENTE" why "$garrison" 6 canada --json >"$answer"
accept "$garrison"
sed -i 's/"mover":"us-opposition"/"mover":"us-support"/' "$answer"
reject "$garrison" "'us-support' cannot move from state 1 to state 4"

"$ENTENTE" hold "$garrison" --json | sed 's/"count":7/"count":8/' >"$answer"
reject "$garrison" 'equilibria.nash.count: 8 is claimed, and there are 7'
"$ENTENTE" hold "$garrison" --json | sed 's/"numbers":\[2,3,11/"numbers":[3,11/' >"$answer"
reject "$garrison" 'state 2 is an equilibrium and is not listed'
"$ENTENTE" states "$garrison" --json | sed '7s/"rank":{"us-support":[0-9]*/"rank":{"us-support":0/' >"$answer"
reject "$garrison" 'answer.json:7:'
"$ENTENTE" states models/classic/elmira-9.yaml --json >"$answer"
reject "$garrison" 'is this an answer to another model?'
echo '{"title":"Garrison"}' >"$answer"
reject "$garrison" 'this is no answer that can be verified'
