"""What a service says when it refuses something."""

from __future__ import annotations

from typing import Any, Dict, List, Optional


class Unreachable(Exception):
    """No service answers."""


class Problem(Exception):
    """A problem as the service tells it (RFC 9457); ``type`` and ``code`` never change their meaning."""

    def __init__(self, answer: Dict[str, Any]):
        self.answer = answer
        self.type: str = answer.get("type", "")
        self.code: str = answer.get("code", "")
        self.status: int = int(answer.get("status", 0))
        self.field: Optional[str] = answer.get("field")
        self.errors: List[Dict[str, Any]] = answer.get("errors", [])
        self.request_id: Optional[str] = answer.get("request_id")
        super().__init__(self._words())

    def _words(self) -> str:
        lines = [f"{self.answer.get('title', 'Problem')}: {self.answer.get('detail', '')} ({self.code})"]
        for error in self.errors[:10]:
            place = f"{error['file']}, row {error['line']}" if error.get("file") else f"line {error['line']}"
            hint = f"; {error['hint']}" if error.get("hint") else ""
            lines.append(f"  {place}: {error['rule']}, was {error['value']!r}{hint}")
        if len(self.errors) > 10:
            lines.append(f"  and {len(self.errors) - 10} more")
        return "\n".join(lines)
