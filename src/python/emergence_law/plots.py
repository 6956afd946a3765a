"""Pictures of rows and forecasts. matplotlib is needed only by who wants one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Mapping, Optional

if TYPE_CHECKING:
    import matplotlib.axes
    import pandas

FLOPS_PER_PARAM_TOKEN = 6.0


def line(answer: Mapping[str, Any]) -> Dict[str, Any]:
    """What a forecast says, in one flat object."""
    run = answer["planned_run"]
    accuracy = answer.get("accuracy") or {}
    return {
        "task": answer.get("task"),
        "params": run["params"],
        "tokens": run["tokens"],
        "train_flops": run["train_flops"],
        "level": answer["level"],
        "p_reaches_level": answer["p_reaches_level"],
        "p_exceeds_trivial": answer["p_exceeds_trivial"],
        "accuracy": accuracy.get("median"),
        "accuracy_q05": accuracy.get("q05"),
        "accuracy_q95": accuracy.get("q95"),
        "verdict": answer.get("verdict"),
        "claim": answer["claim"],
    }


def compute(rows: "pandas.DataFrame") -> "pandas.Series":
    """Training compute in FLOPs: as stated, else 6 x params x tokens."""
    import pandas

    stated = rows.get("train_flops", pandas.Series(index=rows.index, dtype=float))
    estimated = FLOPS_PER_PARAM_TOKEN * rows.get("params", float("nan")) * rows.get("tokens", float("nan"))
    return stated.fillna(estimated)


def rows(
    observations: "pandas.DataFrame",
    task: Mapping[str, Any],
    axes: "Optional[matplotlib.axes.Axes]" = None,
) -> "matplotlib.axes.Axes":
    """Few-shot accuracy against training compute, with what guessing scores."""
    import matplotlib.pyplot as pyplot

    if axes is None:
        _, axes = pyplot.subplots()
    few_shot = observations[observations["regime"] == "few_shot"]
    axes.scatter(compute(few_shot), few_shot["accuracy"], label="few-shot accuracy")
    axes.axhline(task["trivial_accuracy"], linestyle="--", color="grey", label="trivial accuracy")
    axes.set_xscale("log")
    axes.set_xlabel("training compute (FLOPs)")
    axes.set_ylabel("accuracy")
    axes.set_title(task["name"])
    axes.legend()
    return axes


def forecast(
    answer: Mapping[str, Any],
    observations: "pandas.DataFrame",
    task: Mapping[str, Any],
    axes: "Optional[matplotlib.axes.Axes]" = None,
) -> "matplotlib.axes.Axes":
    """The same with the accuracy of the planned run and its 90% interval."""
    axes = rows(observations, task, axes)
    said = line(answer)
    if said["accuracy"] is not None and said["train_flops"] is not None:
        below, above = said["accuracy"] - said["accuracy_q05"], said["accuracy_q95"] - said["accuracy"]
        axes.errorbar(
            [said["train_flops"]],
            [said["accuracy"]],
            yerr=[[below], [above]],
            fmt="D",
            capsize=4,
            label="planned run, 90% interval",
        )
    if said["level"] is not None:
        axes.axhline(said["level"], linestyle=":", color="green", label="named level")
    axes.legend()
    return axes
