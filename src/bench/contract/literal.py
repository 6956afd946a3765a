"""JSON in which a number stays as it was printed, to the last digit."""
import hashlib
import json

MOST_NUMBERS = 200


class Number(str):
    """A number as it was printed; not equal to the same text in quotes."""

    def __eq__(self, other):
        return isinstance(other, Number) and str.__eq__(self, other)

    def __ne__(self, other):
        return not self == other

    __hash__ = str.__hash__


def read(text):
    return json.loads(text, parse_float=Number, parse_int=Number)


def write(value, indent=""):
    """As text, an entry a line, names in the order in which they came."""
    deeper = indent + " "
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict) and value:
        lines = [f"{deeper}{json.dumps(name, ensure_ascii=False)}: {write(part, deeper)}" for name, part in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        if all(isinstance(part, Number) for part in value):
            return "[" + ", ".join(value) + "]"
        return "[\n" + ",\n".join(deeper + write(part, deeper) for part in value) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)


def shortened(value):
    """Long lists of numbers as their count and digest."""
    if isinstance(value, dict):
        return {name: shortened(part) for name, part in value.items()}
    if isinstance(value, list):
        if len(value) > MOST_NUMBERS and all(isinstance(part, Number) for part in value):
            return {"numbers": len(value), "sha256": hashlib.sha256(",".join(value).encode()).hexdigest()}
        return [shortened(part) for part in value]
    return value
