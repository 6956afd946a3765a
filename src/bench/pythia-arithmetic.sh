#!/usr/bin/env bash
# Few-shot arithmetic of Pythia, 7 sizes x 6 checkpoints x 0 to 16 shots: import, emergence scores, resolution, and the toy
# model backwards with 12B held out.
#
#   src/bench/pythia-arithmetic.sh arithmetic_fewshot_mean.csv
#
# The table is EleutherAI/pythia's (evals/, Apache-2.0), averaged over 100 subtasks of 50 items; columns model, old_name,
# checkpoint, op, fewshot, acc, n_subtasks, tokens, nonembed_params, flops_6nd.
set -euo pipefail
source=${1:?the table is missing: src/bench/pythia-arithmetic.sh arithmetic_fewshot_mean.csv}
program=(${EMERGENCE_LAW:-java -jar target/emergence-law.jar})
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

awk -F, 'BEGIN { print "task,family,model,params,tokens,train_flops,regime,examples,accuracy,n_eval,split" }
    NR > 1 { printf "%s,pythia,pythia-%s@%s,%s,%s,%s,few_shot,%s,%.4f,5000,%s\n", $4, $1, $3, $9, $8, $10, $5, $6,
        $1 == "12b" ? "held_out" : "fit" }' "$source" > "$scratch/rows.csv"
awk -F, 'NR == 1 || $3 ~ /@143000$/' "$scratch/rows.csv" > "$scratch/final.csv"
awk -F, 'NR == 1 || $1 == "addition"' "$scratch/rows.csv" > "$scratch/addition.csv"

echo "== Import"
"${program[@]}" import "$scratch/addition.csv" --study pythia-addition --trivial-accuracy 0 --shots 4 --database "$scratch/studies.db"
echo
echo "== Emergence scores, all checkpoints by compute"
"${program[@]}" metrics score "$scratch/rows.csv"
echo "== Resolution of the last checkpoints, a thousandth as what guessing scores"
"${program[@]}" metrics resolution "$scratch/final.csv" --trivial-accuracy 0.001
echo "All checkpoints: $("${program[@]}" metrics resolution "$scratch/rows.csv" --trivial-accuracy 0.001 | tail -1)"
echo
echo "== Toy model backwards over compute, all checkpoints, 12B held out"
"${program[@]}" metrics toy "$scratch/rows.csv" --trivial-accuracy 0 --answer-tokens 2 --scale train_flops
echo "== Toy model backwards over parameters, last checkpoints, 12B held out"
"${program[@]}" metrics toy "$scratch/final.csv" --trivial-accuracy 0 --answer-tokens 2 --scale params
