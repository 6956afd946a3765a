"""A client of the REST API of an emergence-law service, with the standard library alone."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.parse
import urllib.request
import uuid
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from . import tables
from .problems import Problem, Unreachable
from .resources import Fit, Forecast, Job, LockedForecast, Study
from .tables import Rows

JSON = "application/json"
CSV = "text/csv"


class Client:
    """A service at an address.

    :param url: such as ``http://127.0.0.1:8080``; the environment variable EMERGENCE_LAW_URL where it is left out
    :param token: for a service that lets in only who has one; EMERGENCE_LAW_TOKEN where it is left out
    :param timeout: seconds to wait for an answer
    """

    def __init__(self, url: Optional[str] = None, token: Optional[str] = None, timeout: float = 300.0):
        self.url = (url or os.environ.get("EMERGENCE_LAW_URL", "http://127.0.0.1:8080")).rstrip("/")
        if not self.url.startswith(("http://", "https://")):
            raise ValueError(f"url must be like http://127.0.0.1:8080, was {self.url}")
        self._token = token or os.environ.get("EMERGENCE_LAW_TOKEN")
        self._timeout = timeout

    # studies

    def create_study(self, name: str, task: str, **settings: Any) -> Study:
        """Makes a study: ``trivial_accuracy``, ``shots``, ``family``, ``id`` and so on as the API has them."""
        return Study(self, self.post("/studies", {"name": name, "task": task, **settings}))

    def study(self, id: str) -> Study:
        return Study(self, self.get(f"/studies/{_quoted(id)}"))

    def studies(self) -> List[Study]:
        return [Study(self, item) for item in self.items("/studies")]

    def tasks(self) -> List[Dict[str, Any]]:
        """Tasks of the catalogue."""
        return list(self.items("/tasks"))

    # what was made

    def fit(self, id: str) -> Fit:
        return Fit(self, self.get(f"/fits/{_quoted(id)}"))

    def fits(self, **filters: Any) -> List[Dict[str, Any]]:
        """Fits, the newest first, as the list has them: ``study``, ``verdict``."""
        return list(self.items("/fits", **filters))

    def forecast(self, id: str) -> Forecast:
        return Forecast(self, self.get(f"/forecasts/{_quoted(id)}"))

    def forecasts(self, **filters: Any) -> List[Dict[str, Any]]:
        """Forecasts, the newest first: ``study``, ``fit``."""
        return list(self.items("/forecasts", **filters))

    def job(self, id: str) -> Job:
        return Job(self, self.get(f"/jobs/{_quoted(id)}"))

    def jobs(self, **filters: Any) -> List[Dict[str, Any]]:
        """Jobs, the newest first: ``study``, ``state``."""
        return list(self.items("/jobs", **filters))

    def locked(self, forecast_id: str) -> LockedForecast:
        """A locked forecast with all its entries."""
        return LockedForecast(self, self.get(f"/ledger/{_quoted(forecast_id)}"))

    def ledger(self, **filters: Any) -> List[Dict[str, Any]]:
        """Locked forecasts: ``state``, ``task``, ``family`` and so on."""
        return list(self.items("/ledger", **filters))

    def scores(self) -> Dict[str, Any]:
        return self.get("/scores")

    # without a study

    def one_shot(
        self,
        rows: Rows,
        task: str,
        plan: Mapping[str, Any],
        fit: Optional[Mapping[str, Any]] = None,
        **settings: Any,
    ) -> Dict[str, Any]:
        """Forecasts rows that come with the question; the service keeps nothing."""
        return self.post("/forecast", _question(rows, task, plan, fit, settings))

    def one_shot_bulk(self, questions: Sequence[Mapping[str, Any]]) -> List[Dict[str, Any]]:
        """Several at once, each the arguments of :meth:`one_shot`; an item has its ``forecast`` or its ``problem``."""
        bodies = [_question(**_split(question)) for question in questions]
        return self.post("/forecast/bulk", {"forecasts": bodies})["items"]

    # requests

    def get(self, path: str, **query: Any) -> Any:
        """What an address below ``/api/v1`` answers, as JSON."""
        return json.loads(self.send("GET", path, query=query)[0])

    def text(self, path: str, **query: Any) -> str:
        """The same as text, such as CSV."""
        return self.send("GET", path, query=query)[0]

    def post(self, path: str, body: Any = None, content_type: str = JSON, **query: Any) -> Any:
        """Sends a body: text and bytes as they are, anything else as JSON."""
        text = body if isinstance(body, (str, bytes)) else "" if body is None else json.dumps(body, allow_nan=False)
        return json.loads(self.send("POST", path, text, content_type, query)[0])

    def delete(self, path: str, **query: Any) -> None:
        self.send("DELETE", path, query=query)

    def items(self, path: str, **query: Any) -> Iterator[Dict[str, Any]]:
        """All items of a list, page by page."""
        cursor: Optional[str] = None
        while True:
            page = self.get(path, **{**query, "cursor": cursor})
            yield from page["items"]
            cursor = page.get("next_cursor")
            if cursor is None:
                return

    def send(
        self,
        verb: str,
        path: str,
        body: Union[str, bytes, None] = None,
        content_type: str = JSON,
        query: Optional[Mapping[str, Any]] = None,
    ) -> Tuple[str, Mapping[str, str]]:
        """Sends a request below ``/api/v1``; returns the text of the answer and its headers.

        :raises Problem: if the service refuses it
        :raises Unreachable: if no service answers
        """
        stated = {name: _stated(value) for name, value in (query or {}).items() if value is not None}
        address = f"{self.url}/api/v1{path}" + (f"?{urllib.parse.urlencode(stated, doseq=True)}" if stated else "")
        headers = {"Accept": f"{JSON}, {CSV};q=0.9, */*;q=0.5"}
        if body is not None:
            headers["Content-Type"] = content_type
        if verb in ("POST", "DELETE"):
            headers["Idempotency-Key"] = str(uuid.uuid4())
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = body.encode("utf-8") if isinstance(body, str) else body
        request = urllib.request.Request(address, data=data, headers=headers, method=verb)
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                return answer.read().decode("utf-8"), dict(answer.headers)
        except urllib.error.HTTPError as refused:
            raise _problem(refused) from None
        except urllib.error.URLError as gone:
            raise Unreachable(f"no service answers at {self.url}: {gone.reason}; emergence-law serve starts one") from None


def _problem(refused: urllib.error.HTTPError) -> Problem:
    text = refused.read().decode("utf-8", "replace")
    try:
        return Problem(json.loads(text))
    except ValueError:
        return Problem({"title": refused.reason, "status": refused.code, "detail": text[:200]})


def _stated(value: Any) -> Union[str, List[str]]:
    if isinstance(value, bool):
        return str(value).lower()
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else str(value)


def _quoted(id: str) -> str:
    return urllib.parse.quote(id, safe="")


def _question(
    rows: Rows,
    task: str,
    plan: Mapping[str, Any],
    fit: Optional[Mapping[str, Any]],
    settings: Mapping[str, Any],
) -> Dict[str, Any]:
    question: Dict[str, Any] = {"task": task, "plan": dict(plan), **settings}
    if isinstance(rows, str):
        question["csv"] = rows
    else:
        question["rows"] = tables.records(rows)
    if fit is not None:
        question["fit"] = dict(fit)
    return question


def _split(question: Mapping[str, Any]) -> Dict[str, Any]:
    rest = dict(question)
    named = {name: rest.pop(name) for name in ("rows", "task", "plan")}
    return {**named, "fit": rest.pop("fit", None), "settings": rest}
