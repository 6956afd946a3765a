"""The rows of the walk's studies, taken from data/ so that none of them is random."""
import csv
import io

from service import ROOT

SYNTHETIC = ROOT / "data/synthetic/observations.csv"
LAB = ROOT / "data/lab/observations.csv"


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def text(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def normal():
    """Half of the synthetic study: the first seed."""
    return text([row for row in table(SYNTHETIC) if row["seed"] == "1"])


def without(column):
    """The same rows as if this column had not been measured."""
    return text([{**row, column: ""} for row in table(SYNTHETIC) if row["seed"] == "1"])


def other_family():
    """A family whose accuracies rise later, for the race of two families."""
    rows = [row for row in table(SYNTHETIC) if row["seed"] == "2" or row["regime"] == "few_shot"]
    return text([{**row, "family": "later", "pretrain_loss_nats": f"{float(row['pretrain_loss_nats']) + 0.05:.5f}"}
                 for row in rows])


def measured():
    """Few-shot rows with a Brier score and a log-likelihood beside the accuracy."""
    return text([row for row in table(LAB) if row["task"] == "label_strong" and row["regime"] == "few_shot"
                 and row["examples"] in ("8", "16") and row["model"] in ("S-0", "M-0", "L-0")])


def flat():
    """Nothing rises; cells that a spreadsheet or a browser would take for more than text."""
    head = "task,family,model,params,tokens,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval,note\n"
    lines = []
    for size in range(5):
        for examples in (5, 100, 1000):
            accuracy = 0.25 + 0.002 * ((size + examples) % 3 - 1)
            regime = "few_shot" if examples == 5 else "finetuned"
            lines.append(f"flat,größe <b>,m{size},{size + 1}B,{20 * (size + 1)}B,{2.4 - 0.1 * size:.2f},"
                         f"{regime},{examples},0,{accuracy:.4f},1000,=1+{size} & <i>µ\n")
    return head + "".join(lines)


MODELS = """family,model,revision,params,tokens,loss,loss_corpus,split
ours,ours/tiny-1b,step1000,1.1B,2B,3.21,ours-text,fit
ours,ours/tiny-1b,step9000,1.1B,19B,2.71,ours-text,fit
ours,ours/größe-7b,,7B,140B,2.12,ours-text,held_out
"""

PLANS = """name,params,tokens,train_flops,pretrain_loss_nats,eval_items,path
small,7B,140B,,,,
grid,13B|34B|70B,1.5T,,,1000,
flops,,,7.8e22,,500,
loss,,,,1.75,,
by tokens,200B,4T,,,,tokens
by params,200B,4T,,,,params
twenty a param,34B,1T,,,,tokens_per_param
"""


def result(model, params, tokens, accuracy, items, loss="1.8"):
    """One few-shot row of a planned run on the synthetic task."""
    return ("task,model,params,tokens,regime,examples,accuracy,n_eval,pretrain_loss_nats\n"
            f"synthetic_four_choice,{model},{params},{tokens},few_shot,5,{accuracy},{items},{loss}\n")


def scores():
    """A table for the meta-analysis: smooth and sharp metrics of three tasks."""
    lines = ["task,metric,family,scale,value"]
    for task in range(3):
        for step in range(8):
            scale = 10 ** (8 + 0.5 * step)
            sharp = 0.0 if step < 5 + task % 2 else 0.2 * (step - 4)
            lines.append(f"t{task},exact_match,f,{scale:.4g},{sharp:.3f}")
            lines.append(f"t{task},brier,f,{scale:.4g},{0.8 - 0.05 * step - 0.01 * task:.3f}")
    return "\n".join(lines) + "\n"
