#!/usr/bin/env bash
# 770 checkpoints of Gemstones, 48M to 2B, on nine tasks: mirage check under accuracy and log-likelihood, and the smooth
# surrogate beside a hinge through accuracies alone, with the models above 1.2B held out.
#
#   src/bench/gemstones.sh acc_and_task_loss.csv
#
# The table is mcleish7/gemstone-scaling-laws' (MIT). It has no pretraining loss: the law L = 1.8172 + 482.01 N^-0.3478 +
# 2085.43 T^-0.3658 (arXiv 2404.10102) stands in for it. Evaluation is without shots; a task has one at least, so rows say one.
set -euo pipefail
source=${1:?the table is missing: src/bench/gemstones.sh acc_and_task_loss.csv}
program=(${EMERGENCE_LAW:-java -jar target/emergence-law.jar})
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

trivial() { case $1 in commonsense_qa) echo 0.2 ;; piqa | winogrande) echo 0.5 ;; siqa) echo 0.3333 ;; *) echo 0.25 ;; esac; }

for pair in arc_challenge:arcc arc_easy:arce commonsense_qa:coqa hellaswag:hellaswag mmlu:mmlu openbookqa:openbook piqa:piqa \
    siqa:siqa winogrande:winogrande; do
    task=${pair%%:*}
    awk -F, -v task="$task" -v loss="taskloss__${pair##*:}" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i
            print "task,family,model,params,tokens,train_flops,pretrain_loss_nats,regime,examples,accuracy,n_eval,split,log_likelihood_raw"; next }
        { n = $at["params"]; t = $at["tokens"]
          printf "%s,gemstones,%s,%.0f,%.0f,%s,%.6f,few_shot,1,%s,%d,%s,%.5f\n", task, $1, n, t, $at["flops_6nd"],
              1.8172 + 482.01 * n ^ (-0.3478) + 2085.43 * t ^ (-0.3658), $at["acc__" task], (task == "openbookqa" ? 500 : 1000),
              (n > 1.2e9 ? "held_out" : "fit"), -$at[loss] }' "$source" > "$scratch/$task.csv"
    "${program[@]}" metrics mirage "$scratch/$task.csv" --trivial-accuracy "$(trivial $task)"
    "${program[@]}" metrics surrogate "$scratch/$task.csv" --trivial-accuracy "$(trivial $task)" --shots 1
    echo
done
