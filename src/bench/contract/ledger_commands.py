"""The ledger by command line, one command after the other on one database."""
import json
import pathlib

import rows


def run(jar, scratch):
    """Name, arguments and outcome of every command; one is named export, the whole chain."""
    folder, done = pathlib.Path(scratch), []
    table, result, chain = folder / "rows.csv", folder / "result.csv", folder / "chain.jsonl"
    table.write_text(rows.normal(), encoding="utf-8")
    result.write_text(rows.result("sim-50b", "50B", "1.6T", 0.3, 1000), encoding="utf-8")
    place = ["--database", folder / "studies.db"]

    def ask(name, *arguments, where=place):
        outcome = jar.run([*arguments, *where])
        done.append((name, [*arguments, *where], outcome))
        return outcome[1]

    lock = ["--lock", "--study", "own", "--deadline", "2099-06-30", "--seen", "nothing_run", "--assumptions", "same mix"]
    plan = ["--task", "synthetic_four_choice", "--params", "50B", "--tokens", "1.6T", "--method", "mle"]
    ask("import-dry", "import", table, "--study", "own", "--dry-run")
    ask("import", "import", table, "--study", "own")
    ask("import-again-json", "import", table, "--study", "own", "--replace", "--json")
    ask("export-study", "export", "--study", "own")
    ask("export-study-json", "export", "--study", "own", "--json")
    ask("export-none", "export", "--study", "none")
    first = json.loads(ask("lock-json", "forecast", table, *plan, *lock, "--json"))
    ask("lock-text", "forecast", table, *plan, *lock, "--run-name", "sim-50b", "--minimum-effect", "0.02")
    ask("lock-faulty", "forecast", table, *plan, "--lock", "--study", "own")
    ident = forecast_id(first)
    ask("list", "ledger", "list")
    ask("list-json", "ledger", "list", "--json", "--state", "open")
    ask("show", "ledger", "show", ident)
    ask("show-json", "ledger", "show", ident, "--json")
    ask("show-none", "ledger", "show", "none")
    ask("resolve", "ledger", "resolve", ident, result)
    ask("resolve-dispute", "ledger", "resolve", ident, "--dispute", "the wrong split")
    ask("resolve-twice-json", "ledger", "resolve", ident, result, "--json")
    ask("verify", "verify")
    ask("verify-json", "ledger", "verify", "--json")
    chain.write_text(ask("export", "ledger", "export"), encoding="utf-8")
    ask("export-csv", "ledger", "export", "--csv")
    ask("verify-file", "verify", chain, where=[])
    chain.write_text(chain.read_text(encoding="utf-8").replace("same mix", "other mix"), encoding="utf-8")
    ask("verify-changed", "verify", chain, where=[])
    return done


def forecast_id(answer):
    """Wherever the answer to a lock says it."""
    for holder in (answer, answer.get("standing", {}), answer.get("lock", {})):
        if "forecast_id" in holder:
            return holder["forecast_id"]
    raise KeyError("the answer to a lock names no forecast")
