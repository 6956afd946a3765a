"""Rows as a service takes them, and answers as DataFrames. pandas is needed only by who has a DataFrame, or wants one."""

from __future__ import annotations

import csv
import io
import math
import os
import uuid
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Mapping, Sequence, Tuple, Union

if TYPE_CHECKING:
    import pandas

Row = Mapping[str, Any]
Rows = Union["pandas.DataFrame", Sequence[Row], str]


def is_frame(rows: Any) -> bool:
    """Whether rows are a DataFrame, without loading pandas."""
    return hasattr(rows, "to_dict") and hasattr(rows, "columns")


def records(rows: Union["pandas.DataFrame", Iterable[Row]]) -> List[Dict[str, Any]]:
    """Rows as objects of plain values; what is missing (None, NaN, NaT, pandas.NA) is left out."""
    given = rows.to_dict(orient="records") if is_frame(rows) else rows  # type: ignore[union-attr]
    return [{str(name): _plain(value) for name, value in row.items() if not _missing(value)} for row in given]


def _missing(value: Any) -> bool:
    if value is None:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    return type(value).__name__ in ("NAType", "NaTType")


def _plain(value: Any) -> Any:
    """A number of numpy as one of Python."""
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        value = value.item()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def csv_text(rows: Rows) -> str:
    """Rows as CSV; text is CSV already."""
    if isinstance(rows, str):
        return rows
    plain = records(rows)
    columns: Dict[str, None] = {}
    for row in plain:
        columns.update(dict.fromkeys(row))
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(plain)
    return text.getvalue()


def multipart(paths: "Iterable[Union[str, os.PathLike[str]]]") -> Tuple[bytes, str]:
    """Files as one body, and its type."""
    boundary = uuid.uuid4().hex
    parts: List[bytes] = []
    for path in paths:
        with open(path, "rb") as file:
            content = file.read()
        name = os.path.basename(path).translate(str.maketrans('"\\\r\n', "____"))
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream'
        parts.append(f"--{boundary}\r\n{head}\r\n\r\n".encode("utf-8") + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode("ascii"), f"multipart/form-data; boundary={boundary}"


def frame(items: Sequence[Mapping[str, Any]]) -> "pandas.DataFrame":
    """Flat objects as a DataFrame, a row each."""
    import pandas

    return pandas.DataFrame(list(items))


def frame_of_csv(text: str) -> "pandas.DataFrame":
    import pandas

    return pandas.read_csv(io.StringIO(text))
