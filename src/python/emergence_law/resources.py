"""Studies, fits, forecasts, locked forecasts and jobs of a service: each is the answer of the API, and what can be done with it."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Mapping, Optional, Union

from . import plots, tables
from .tables import Rows

if TYPE_CHECKING:
    import matplotlib.axes
    import pandas

    from .client import Client

CSV = "text/csv"


class Resource:
    """An answer of the API; its fields are read as ``resource["verdict"]``."""

    def __init__(self, client: "Client", answer: Dict[str, Any]):
        self._client = client
        self.answer = answer

    def __getitem__(self, field: str) -> Any:
        return self.answer[field]

    @property
    def id(self) -> str:
        return self.answer["id"]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r})"


class Study(Resource):
    """A task on a family: its rows go in here, its fits come out."""

    @property
    def _path(self) -> str:
        return f"/studies/{self.id}"

    def submit(self, rows: Rows, **options: Any) -> Dict[str, Any]:
        """Adds observations, all or none: a DataFrame, dicts, or CSV; ``dry_run``, ``replace``, ``update``, ``adopt`` as in the API.

        :raises Problem: with every faulty row in ``errors``
        """
        return self._client.post(f"{self._path}/observations", tables.csv_text(rows), CSV, **options)

    def submit_files(self, paths: "Iterable[Union[str, os.PathLike[str]]]", **options: Any) -> Dict[str, Any]:
        """Adds the results of evaluation harnesses, and a models.csv, file by file as they are; ``metric``, ``filter`` choose numbers."""
        body, content_type = tables.multipart(paths)
        return self._client.post(f"{self._path}/observations", body, content_type, **options)

    def observations(self) -> "pandas.DataFrame":
        """What went in, exactly."""
        return tables.frame_of_csv(self._client.text(f"{self._path}/observations.csv"))

    def fit(self, **options: Any) -> "Fit":
        """Fits the rows: ``law``, ``method``, ``few_shot_shift``, ``seed``."""
        return Fit(self._client, self._client.post(f"{self._path}/fits", options))

    def forecast(self, plan: Mapping[str, Any], **options: Any) -> "Forecast":
        """Fits, and forecasts a planned run."""
        return self.fit(**options).forecast(**plan)

    def backtest(self, seed: Optional[int] = None) -> "Job":
        """Replays the study's own history; the job goes on by itself."""
        body = {} if seed is None else {"seed": seed}
        return Job(self._client, self._client.post(f"{self._path}/backtests", body))

    def plot(self, axes: "Optional[matplotlib.axes.Axes]" = None) -> "matplotlib.axes.Axes":
        """Few-shot accuracy against training compute, with what guessing scores."""
        return plots.rows(self.observations(), self.answer["task"], axes)

    def delete(self) -> None:
        self._client.delete(self._path)


class Fit(Resource):
    """The law of a study's rows, with its verdict."""

    def forecast(self, **plan: Any) -> "Forecast":
        """Forecasts a planned run: ``params`` and ``tokens``, or ``train_flops``; numbers may be written 13B."""
        written = {name: _written(name, value) for name, value in plan.items()}
        return Forecast(self._client, self._client.post(f"/fits/{self.id}/forecasts", written))

    def plans(self, plans: Rows, p: Optional[float] = None, level: Optional[float] = None) -> "pandas.DataFrame":
        """Forecasts a table of plans; a row each."""
        query = {"p": p, "level": level}
        text, _ = self._client.send("POST", f"/fits/{self.id}/plans", tables.csv_text(plans), CSV, query)
        return tables.frame_of_csv(text)

    def draws(self) -> "pandas.DataFrame":
        return tables.frame_of_csv(self._client.text(f"/fits/{self.id}/draws.csv"))

    def next_measurement(self) -> Dict[str, Any]:
        return self._client.get(f"/fits/{self.id}/next-measurement")


def _written(name: str, value: Any) -> Any:
    """Sizes are text in the API, so that they may be written 13B."""
    sizes = ("params", "tokens", "train_flops", "pretrain_loss_nats")
    return repr(value) if name in sizes and isinstance(value, (int, float)) else value


class Forecast(Resource):
    """What a planned run will score, and how sure that is."""

    def lock(self, deadline: str, seen: str, assumptions: str, **terms: Any) -> "LockedForecast":
        """Freezes it: from now on it can only be resolved, withdrawn or disputed."""
        body = {"deadline": deadline, "seen": seen, "assumptions": assumptions, **terms}
        return LockedForecast(self._client, self._client.post(f"/forecasts/{self.id}/lock", body))

    def tornado(self) -> Dict[str, Any]:
        """Which assumption moves it most."""
        return self._client.get(f"/forecasts/{self.id}/tornado")

    def frame(self) -> "pandas.DataFrame":
        """The answer as one row, as a table of forecasts has it."""
        return tables.frame([plots.line(self.answer)])

    def plot(self, axes: "Optional[matplotlib.axes.Axes]" = None) -> "matplotlib.axes.Axes":
        """The rows that it rests on, and the accuracy of the run with its 90% interval."""
        fit = self._client.fit(self["fit_id"])
        study = self._client.study(fit["study_id"])
        return plots.forecast(self.answer, study.observations(), study["task"], axes)

    def delete(self) -> None:
        self._client.delete(f"/forecasts/{self.id}")


class LockedForecast(Resource):
    """An entry of the ledger."""

    @property
    def id(self) -> str:
        return self.answer["standing"]["forecast_id"]

    @property
    def state(self) -> str:
        return self.answer["standing"]["state"]

    def resolve(self, results: Rows) -> "LockedForecast":
        """Submits results of the run; the frozen rule decides."""
        body = tables.csv_text(results)
        return LockedForecast(self._client, self._client.post(f"/forecasts/{self.id}/outcome", body, CSV))

    def withdraw(self, reason: str) -> "LockedForecast":
        return self._say("withdrawal", reason=reason)

    def dispute(self, reason: str) -> "LockedForecast":
        return self._say("dispute", reason=reason)

    def void(self, reason: str) -> "LockedForecast":
        return self._say("void", reason=reason)

    def note(self, note: str) -> "LockedForecast":
        return self._say("note", note=note)

    def _say(self, kind: str, **body: str) -> "LockedForecast":
        return LockedForecast(self._client, self._client.post(f"/forecasts/{self.id}/{kind}", body))


class Job(Resource):
    """Long work."""

    OPEN = ("queued", "running")

    @property
    def state(self) -> str:
        return self.answer["state"]

    def refresh(self) -> "Job":
        self.answer = self._client.get(f"/jobs/{self.id}")
        return self

    def wait(self, timeout: float = 3600.0, every: float = 1.0) -> "Job":
        """Waits until it has ended.

        :raises TimeoutError: if it has not after so many seconds
        """
        end = time.monotonic() + timeout
        while self.state in self.OPEN:
            if time.monotonic() > end:
                raise TimeoutError(f"the job {self.id} is {self.state} after {timeout} s")
            time.sleep(every)
            self.refresh()
        return self

    def cancel(self) -> None:
        self._client.delete(f"/jobs/{self.id}")


def lines(forecasts: List[Forecast]) -> "pandas.DataFrame":
    """Several forecasts as a DataFrame, a row each."""
    return tables.frame([plots.line(forecast.answer) for forecast in forecasts])
