"""tables.md and the tables of src/docs/families.md from the four tables beside this file: python3 data/lab-families/tables.py

Markdown. A forecaster's error is predicted minus seen: above 0 nats is too early, above 0 doublings too late.
"""
import collections
import csv
import math
import pathlib
import statistics

HERE = pathlib.Path(__file__).parent
SHOWN = ["combined_forecast", "emergence_law", "few_shot_relu", "compute_hinge", "crossing_line", "four_times_compute",
         "largest_model_seen"]
SHOTS = 8


def rows(name):
    return list(csv.DictReader(open(HERE / (name + ".csv"))))


def number(text, form="%.2f"):
    return "-" if text in ("", None) else form % float(text)


def table(title, head, lines):
    print("\n**%s**\n" % title)
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for line in lines:
        print("| " + " | ".join(line) + " |")


def mean(values):
    values = [v for v in values if v is not None and not math.isnan(v)]
    return "%.2f" % statistics.mean(values) if values else "-"


forecasts, ranking, elbows, axes = rows("forecasts"), rows("ranking"), rows("elbows"), rows("axes")
sizes = collections.defaultdict(list)
for row in elbows:
    if row["params"] not in sizes[row["family"]]:
        sizes[row["family"]].append(row["params"])
NAMES = ["XS", "S", "M", "L", "XL"]
name = {(f, p): NAMES[i + 5 - len(s)] for f, s in sizes.items() for i, p in enumerate(sorted(s, key=float))}

# 0. each family by itself
AGAINST = [("combined_forecast", "all_amounts"), ("combined_forecast", "amounts_above_shots"),
           ("emergence_law", "amounts_above_shots"), ("few_shot_relu", "all_amounts"), ("few_shot_logistic", "all_amounts"),
           ("four_times_compute", "all_amounts"), ("largest_model_seen", "all_amounts")]


def median(values):
    return "%.2f" % statistics.median(values) if values else "-"


for landmark in ("elbow", "crossing"):
    lines = []
    for family in sizes:
        line = [family]
        for forecaster, shown in AGAINST:
            seen = [row for row in forecasts if (row["family"], row["landmark"], row["forecaster"], row["shown"])
                    == (family, landmark, forecaster, shown) and row["seen_nats"] and not row["task"].endswith("_control")]
            answered = [row for row in seen if row["abstains"] == "false"]
            if not line[1:]:
                line.append(str(len(seen)))
            errors = [abs(float(row["error_nats"])) for row in answered if row["error_nats"]]
            line.append("%d of %d, %s" % (sum(row["holds"] == "true" for row in answered), len(answered), median(errors))
                        if answered else "abstains")
        lines.append(line)
    table("%s: of those answered, how many the 90%% interval holds, and the median error in nats" % landmark,
          ["family", "seen"] + [f.replace("_", " ") + ("" if s == "all_amounts" else ", D above 8 alone") for f, s in AGAINST],
          lines)

# 1. predicted and seen
for shown, landmark in [(s, l) for s in ("all_amounts", "amounts_above_shots") for l in ("elbow", "crossing")]:
    cases = collections.OrderedDict()
    for row in forecasts:
        if row["shown"] == shown and row["landmark"] == landmark and not row["task"].endswith("_control"):
            cases.setdefault((row["family"], row["task"], row["params"]), {})[row["forecaster"]] = row
    lines = []
    for (family, task, params), said in cases.items():
        first = next(iter(said.values()))
        line = [family, task, name[family, params], number(first["seen_nats"]) if first["seen_nats"] else "not yet"]
        for forecaster in SHOWN:
            row = said.get(forecaster)
            if row is None or row["abstains"] == "true":
                line.append("abstains")
            elif not row["seen_nats"]:
                line.append("never: %s" % number(row["p_never"]))
            elif not row["error_nats"]:
                line.append("never" + ("*" if row["holds"] == "true" else ""))
            else:
                line.append("%+.2f (%s)%s" % (float(row["error_nats"]), number(row["error_doublings"], "%+.1f"),
                                            "*" if row["holds"] == "true" else ""))
        lines.append(line)
    table("%s, %s: error in nats (in doublings along the size's own training), * where the 90%% interval holds"
          % (landmark, shown.replace("_", " ")),
          ["family", "task", "size", "seen, nats"] + SHOWN, lines)

# 2. standings
for group, shown in dict.fromkeys((row["group"], row["shown"]) for row in ranking):
    for landmark in ("elbow", "crossing"):
        lines = []
        for row in ranking:
            if (row["group"], row["shown"], row["landmark"]) == (group, shown, landmark):
                less = number(row["minus_combined"], "%+.2f")
                if row["minus_combined_q05"]:
                    less += " (%s to %s)" % (number(row["minus_combined_q05"], "%+.2f"),
                                            number(row["minus_combined_q95"], "%+.2f"))
                lines.append([row["forecaster"], row["answered"] + " of " + row["cases"],
                              row["held"] + " of " + row["seen"], number(row["median_abs_error_nats"]),
                              number(row["median_abs_doublings"]), number(row["crps_nats"]), number(row["crps_doublings"]),
                              number(row["log_score"]), number(row["brier_by_four_times"]), less])
        if lines:
            families = next(row["families"] for row in ranking if row["group"] == group and row["landmark"] == landmark)
            table("%s, %s, %s, families: %s" % (group, shown.replace("_", " "), landmark, families),
                  ["forecaster", "answered", "90% hold", "median error, nats", "doublings", "CRPS, nats", "CRPS, doublings",
                   "log score", "Brier, by 4 times", "CRPS less the combined forecast's"], lines)

# 3. E(D): mean over the sizes that show all that is compared
by = collections.defaultdict(dict)
for row in elbows:
    by[row["family"], row["task"], row["params"]][row["regime"], int(row["examples"])] = row
for what in ("crossing_nats", "elbow_nats"):
    lines = []
    for (family, task, params), amounts in by.items():
        if task.endswith("_control") or not any(regime == "finetuned" for regime, _ in amounts):
            continue
        line = [family, task, name[family, params]]
        for key in [("few_shot", k) for k in (0, 1, 2, 4, 8, 16)] + [("finetuned", d) for d in (2, 4, 8, 16, 64, 256, 1024)]:
            line.append(number(amounts[key][what]) if key in amounts else "-")
        lines.append(line)
    table("E(D) as %s: few-shot with 0 to 16 shots, then finetuned on 2 to 1,024 examples" % what.replace("_", ", "),
          ["family", "task", "size"] + ["%d shots" % k for k in (0, 1, 2, 4, 8, 16)]
          + ["D = %d" % d for d in (2, 4, 8, 16, 64, 256, 1024)], lines)

# 4. the step, and what data move beyond it
lines = []
for family in sizes:
    for what in ("crossing_nats", "elbow_nats"):
        def shift(one, other):
            found = []
            for (f, task, params), amounts in by.items():
                if f == family and not task.endswith("_control") and one in amounts and other in amounts:
                    a, b = amounts[one][what], amounts[other][what]
                    if a and b:
                        found.append(float(b) - float(a))
            return ["%s (%d)" % (mean(found), len(found))]
        lines.append([family, what.split("_")[0]] + shift(("few_shot", 0), ("few_shot", SHOTS))
                     + shift(("few_shot", SHOTS), ("finetuned", 16)) + shift(("few_shot", SHOTS), ("finetuned", 1024))
                     + shift(("finetuned", 16), ("finetuned", 1024)))
table("Where the step lies: mean shift of the place in nats over tasks and sizes that show both (how many)",
      ["family", "landmark", "0 to 8 shots", "8 shots to D = 16", "8 shots to D = 1,024", "D = 16 to 1,024"], lines)

# 5. slopes
lines = []
for family in sizes:
    for unit in ("slope_per_nat", "slope_per_doubling"):
        line = [family, unit.replace("_", " ")]
        for key in [("few_shot", 0), ("few_shot", SHOTS), ("finetuned", 2), ("finetuned", 16), ("finetuned", 64),
                    ("finetuned", 1024)]:
            line.append(mean([float(a[key][unit]) for (f, t, p), a in by.items()
                              if f == family and not t.endswith("_control") and key in a and a[key][unit]]))
        for size in NAMES:
            line.append(mean([float(a["few_shot", SHOTS][unit]) for (f, t, p), a in by.items()
                              if f == family and name[f, p] == size and not t.endswith("_control")
                              and a.get(("few_shot", SHOTS), {}).get(unit)]))
        lines.append(line)
table("Slopes past the elbow, mean; by size at 8 shots",
      ["family", "", "0 shots", "8 shots", "D = 2", "D = 16", "D = 64", "D = 1,024"] + NAMES, lines)

# 6. loss or compute
lines = []
for row in axes:
    if not row["task"].endswith("_control"):
        better = "-"
        if row["loss_sd_doublings"]:
            better = "loss" if float(row["loss_sd_doublings"]) < float(row["compute_sd_doublings"]) else "compute"
        lines.append([row["family"], row["task"], row["landmark"], row["sizes"], number(row["loss_sd_nats"]),
                      number(row["loss_sd_doublings"]), number(row["compute_sd_doublings"]),
                      number(row["loss_drift_doublings"], "%+.2f"), number(row["compute_drift_doublings"], "%+.2f"), better])
table("Spread of the place of emergence over sizes; drift: doublings earlier for twice the parameters",
      ["family", "task", "landmark", "sizes", "sd of loss, nats", "in doublings", "sd of compute, doublings",
       "drift by loss", "drift by compute", "less spread"], lines)
