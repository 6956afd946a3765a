"""The commands that are recorded: a name, the arguments, and what they read."""
import rows
from service import ROOT

LLM = ["--params", "34B", "--tokens", "1.5T"]
TINY = ["--params", "150K", "--tokens", "600K"]
SMALL = ["--params", "300K", "--tokens", "1.5M"]
REFERENCE = ["--trivial-accuracy", "0.25", "--shots", "5"]
SYNTHETIC = ["data/synthetic/observations.csv", "--task", "synthetic_four_choice"]
STUDY_6 = ["data/reference-fits/study_6.csv", *REFERENCE]
LAB = ["data/lab/observations.csv", "--task", "label_strong"]
TINY_PLANS = "name,params,tokens,train_flops\nsmall,100K,300K,\ngrid,100K|200K|400K,1M,\nflops,,,3e11\n"
HELP = """fit, forecast, compare, backtest, import, export, verify, serve, ledger, ledger list, ledger show, ledger verify,
ledger resolve, ledger export, metrics, metrics score, metrics resolution, metrics toy, metrics mirage, metrics surrogate,
metrics meta, calibrate, calibrate-loss, calibrate-compute, calibrate-next, published-figures, lab, lab train, lab evaluate,
lab finetune, lab run, lab submit, lab export, lab score, lab vision"""


def datasets():
    """Name, arguments that choose its rows, a plan, and a list of plans."""
    yield "synthetic", SYNTHETIC, LLM, rows.PLANS
    for folder in sorted((ROOT / "data").glob("lab-exploration*")):
        yield folder.name, [f"data/{folder.name}/observations.csv"], TINY, TINY_PLANS
    for study in range(1, 9):
        yield f"study_{study}", [f"data/reference-fits/study_{study}.csv", *REFERENCE], LLM, rows.PLANS
    for task in ("strong", "clear", "weak", "faint", "control"):
        yield f"lab-label_{task}", ["data/lab/observations.csv", "--task", f"label_{task}"], SMALL, TINY_PLANS


def journeys():
    """Every data set by fit, forecast and compare."""
    for name, chosen, plan, plans in datasets():
        asked = {"fit": ["fit", *chosen], "forecast": ["forecast", *chosen, *plan], "compare": ["compare", *chosen]}
        if name.startswith("lab-label"):  # slow: the JSON of a forecast holds that of its fit, and one text tells the form
            yield f"{name}-forecast-json", [*asked["forecast"], "--json"], ""
            yield f"{name}-compare-json", [*asked["compare"], "--json"], ""
            if name == "lab-label_strong":
                yield f"{name}-fit-text", asked["fit"], ""
            continue
        for command, arguments in asked.items():
            yield f"{name}-{command}-json", [*arguments, "--json"], ""
            yield f"{name}-{command}-text", arguments, ""
        yield f"{name}-plans", ["forecast", *chosen, "--plans", "-"], plans


def backtests():
    yield "synthetic-backtest-json", ["backtest", *SYNTHETIC, "--json"], ""
    yield "study_6-backtest-json", ["backtest", *STUDY_6, "--json"], ""
    yield "study_6-backtest-text", ["backtest", *STUDY_6], ""
    both = [f"data/lab-exploration-{end}/observations.csv" for end in ("picl020", "djl-picl015")]
    yield "two-families-backtest-json", ["backtest", *both, "--json"], ""
    yield "two-families-backtest-text", ["backtest", *both], ""
    yield "backtest-csv", ["backtest", both[1], "--csv"], ""


def options():
    """Each option of the journeys once."""
    for method in ("mcmc", "bootstrap", "bootstrap_groups", "bootstrap_residuals", "mle"):
        yield f"method-{method}", ["fit", *STUDY_6, "--method", method, "--json"], ""
        yield f"method-{method}-forecast", ["forecast", *SYNTHETIC, *LLM, "--method", method, "--json"], ""
    yield "law-power", ["fit", *STUDY_6, "--law", "power", "--json"], ""
    yield "no-shift", ["fit", *STUDY_6, "--no-shift", "--json"], ""
    yield "seed-2", ["fit", *STUDY_6, "--seed", "2", "--json"], ""
    yield "cdf", ["fit", *STUDY_6, "--cdf"], ""
    yield "tornado", ["forecast", *SYNTHETIC, *LLM, "--tornado"], ""
    yield "tornado-json", ["forecast", *SYNTHETIC, *LLM, "--tornado", "--json"], ""
    yield "next", ["forecast", *SYNTHETIC, *LLM, "--next"], ""
    yield "next-json", ["forecast", *SYNTHETIC, *LLM, "--next", "--json"], ""
    yield "plan-flops", ["forecast", *SYNTHETIC, "--train-flops", "7.8e22", "--path", "params", "--json"], ""
    yield "plan-loss", ["forecast", *SYNTHETIC, "--loss", "1.75", "--eval-items", "200", "--json"], ""
    published = ["-", "--task", "synthetic_four_choice", "--loss-law", "besiroglu_2024"]
    unmeasured = rows.without("pretrain_loss_nats")
    yield "published-fit", ["fit", *published, "--json"], unmeasured
    yield "published-fit-text", ["fit", *published], unmeasured
    yield "published-forecast", ["forecast", *published, *LLM, "--json"], unmeasured
    yield "published-compare", ["compare", *published, "--json"], unmeasured
    twelve = ["-", "--task", "synthetic_four_choice", "--flops-per-param-token", "12", "--param-count", "non_embedding"]
    yield "twelve-forecast", ["forecast", *twelve, *LLM, "--json"], rows.without("train_flops")
    yield "race-json", ["compare", *SYNTHETIC, "--with", "-", "--json"], rows.other_family()
    yield "race-text", ["compare", *SYNTHETIC, "--with", "-"], rows.other_family()
    yield "no-signal", ["fit", "-", *REFERENCE], rows.flat()
    yield "backtest-without-losses", ["backtest", "-", "--task", "synthetic_four_choice"], unmeasured


def metrics():
    for name, chosen in (("lab", LAB), ("lab-exploration", ["data/lab-exploration/observations.csv"])):
        for command in ("score", "resolution", "toy", "mirage", "surrogate"):
            yield f"metrics-{command}-{name}-json", ["metrics", command, *chosen, "--json"], ""
            yield f"metrics-{command}-{name}-text", ["metrics", command, *chosen], ""
    for ending in ([], ["--json"]):
        form = "json" if ending else "text"
        yield f"metrics-toy-{form}", ["metrics", "toy", "--answer-tokens", "4", *ending], ""
        yield f"metrics-items-{form}", ["metrics", "resolution", "--trivial-accuracy", "0.25", "--items", "100", *ending], ""
        yield f"metrics-accuracy-{form}", ["metrics", "resolution", "--trivial-accuracy", "0.25", "--accuracy", "0.27",
                                          *ending], ""
        yield f"metrics-meta-{form}", ["metrics", "meta", "-", *ending], rows.scores()
        yield f"published-figures-{form}", ["published-figures", *ending], ""
    yield "metrics-mirage-simulated", ["metrics", "mirage", "--simulate", "1"], ""


def calibrations():
    yield "calibrate", ["calibrate", "--tasks", "1", "--seed", "4", "--worlds", "BASE,AHEAD_4,NEVER,NULL"], ""
    yield "calibrate-without-signal", ["calibrate", "--without-signal", "3", "--seed", "2"], ""
    yield "calibrate-sbc", ["calibrate", "--sbc", "2"], ""
    yield "calibrate-methods", ["calibrate", "--methods", "1", "--worlds", "BASE"], ""
    yield "calibrate-loss", ["calibrate-loss", "--families", "2"], ""
    yield "calibrate-compute", ["calibrate-compute", "--tasks", "1"], ""
    yield "calibrate-next", ["calibrate-next", "--studies", "1", "--outcomes", "1"], ""


def faults():
    """What is refused, and how it is said."""
    bad = rows.normal().replace("0.250677", "74.2", 1).replace("few_shot", "zero_shot", 2)
    yield "fault-rows", ["fit", "-", "--task", "synthetic_four_choice"], bad
    yield "fault-rows-json", ["fit", "-", "--task", "synthetic_four_choice", "--json"], bad
    yield "fault-no-file", ["fit", "nowhere.csv"], ""
    yield "fault-law", ["fit", *SYNTHETIC, "--law", "magic"], ""
    yield "fault-option", ["fit", *SYNTHETIC, "--magic"], ""
    yield "fault-task", ["fit", "data/lab/observations.csv"], ""
    yield "fault-no-plan", ["forecast", *SYNTHETIC], ""
    yield "fault-plans", ["forecast", *SYNTHETIC, "--plans", "-"], "name,params\nx,-1\n"
    yield "fault-loss-law", ["fit", *SYNTHETIC, "--loss-law", "nobody_1999"], ""
    yield "fault-no-losses", ["fit", "-", "--task", "synthetic_four_choice"], rows.without("pretrain_loss_nats")
    yield "fault-no-command", [], ""
    yield "fault-command", ["divine"], ""


def helps():
    yield "help", ["--help"], ""
    for command in HELP.replace("\n", " ").split(", "):
        yield f"help-{command.replace(' ', '-')}", [*command.split(), "--help"], ""


def all_commands():
    # the slow ones first, so that no core waits at the end
    return [*backtests(), *journeys(), *options(), *metrics(), *calibrations(), *faults(), *helps()]
