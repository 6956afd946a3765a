#!/usr/bin/env python3
"""Prints every difference of two recordings: compare.py BEFORE AFTER [differences.json]

A recording is a folder, or a .tar.xz of one. Exit status 0: no difference but those that differences.json explains, and every
explanation explains one; 1 otherwise.

differences.json is a list of {"file", "path", "reason"}, and if wanted "before" and "after": patterns with * and ?, the reason
in words. What a pattern leaves out is "*".
"""
import collections
import difflib
import fnmatch
import json
import pathlib
import re
import sys
import tarfile

import literal

SHOWN = 200
Difference = collections.namedtuple("Difference", "file path before after")
ABSENT = object()


def recording(place):
    """Text of every file by its name."""
    if place.is_dir():
        return {str(file.relative_to(place)): file.read_text(encoding="utf-8") for file in sorted(place.rglob("*.json"))}
    with tarfile.open(place) as archive:
        return {member.name: archive.extractfile(member).read().decode() for member in archive if member.isfile()}


def renumbered(names):
    """Names without the number of their place, which moves when a request is put in between; the second of a name says so."""
    found, seen = {}, collections.Counter()
    for name in sorted(names):
        plain = re.sub(r"(^|/)\d+-", r"\1", name)
        seen[plain] += 1
        found[plain if seen[plain] == 1 else plain.replace(".json", f" ({seen[plain]}).json")] = name
    return found


def shown(value):
    if value is ABSENT:
        return "absent"
    if isinstance(value, str) and not isinstance(value, literal.Number):
        return json.dumps(value, ensure_ascii=False)
    return re.sub(r"\s+", " ", literal.write(value))


def around(before, after):
    """Both from shortly before they part, where they are long."""
    if max(len(before), len(after)) <= SHOWN:
        return before, after
    parting = next((index for index, (a, b) in enumerate(zip(before, after)) if a != b), min(len(before), len(after)))
    start = max(0, parting - SHOWN // 2)
    return tuple(("..." if start else "") + text[start:start + SHOWN] for text in (before, after))


def of_lines(before, after, path):
    """Lines that went and lines that came, in groups."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        for index in range(max(b - a, d - c)):
            yield (f"{path}[{a + index + 1}]", before[a + index] if a + index < b else ABSENT,
                   after[c + index] if c + index < d else ABSENT)


def of_values(before, after, path):
    """Path, before and after of everything in which two values differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(name for name in after if name not in before)]:
            yield from of_values(before.get(name, ABSENT), after.get(name, ABSENT), f"{path}.{name}")
        common = [name for name in before if name in after], [name for name in after if name in before]
        if common[0] != common[1]:
            yield f"{path} order", " ".join(common[0]), " ".join(common[1])
    elif isinstance(before, list) and isinstance(after, list):
        if all(isinstance(part, str) and not isinstance(part, literal.Number) for part in [*before, *after]):
            yield from of_lines(before, after, path)
        else:
            for index in range(max(len(before), len(after))):
                yield from of_values(before[index] if index < len(before) else ABSENT,
                                     after[index] if index < len(after) else ABSENT, f"{path}[{index}]")
    elif type(before) is not type(after) or before != after:
        yield path, before, after


def parts(recorded):
    return {name.partition("/")[0] for name in recorded}


def differences(before, after):
    for part in sorted(parts(before) ^ parts(after)):
        yield Difference(part, "$", *(("recorded", "not recorded") if part in parts(before) else ("not recorded", "recorded")))
    both = parts(before) & parts(after)
    before, after = ({name: text for name, text in side.items() if name.partition("/")[0] in both} for side in (before, after))
    names_before, names_after = renumbered(before), renumbered(after)
    for name in sorted({*names_before, *names_after}):
        if name not in names_after:
            yield Difference(name, "$", "a file", "absent")
        elif name not in names_before:
            yield Difference(name, "$", "absent", "a file")
        elif before[names_before[name]] != after[names_after[name]]:
            values = literal.read(before[names_before[name]]), literal.read(after[names_after[name]])
            for path, old, new in of_values(*values, "$"):
                yield Difference(name, path, shown(old), shown(new))


def pattern(explanation):
    """Only * and ? are special: a path has brackets of its own."""
    unknown = set(explanation) - {"file", "path", "before", "after", "reason"}
    if unknown or not explanation.get("reason", "").strip() or "file" not in explanation:
        raise SystemExit(f"an explanation needs a file and a reason, and knows path, before and after: {explanation}")
    wanted = {key: explanation.get(key, "*").replace("[", "[[]") for key in ("file", "path", "before", "after")}
    return lambda found: all(fnmatch.fnmatchcase(getattr(found, key), text) for key, text in wanted.items())


def main(before, after, explanations):
    patterns = [pattern(explanation) for explanation in explanations]
    used = collections.Counter()
    unexplained = []
    for found in differences(recording(before), recording(after)):
        matches = [index for index, matching in enumerate(patterns) if matching(found)]
        used.update(matches)
        if not matches:
            unexplained.append(found)
    for found in unexplained:
        print("{}\n  {}\n    {}\n    {}".format(found.file, found.path, *around(found.before, found.after)))
    for index, explanation in enumerate(explanations):
        print(f"{used[index]} explained: {explanation['file']} {explanation.get('path', '*')}: {explanation['reason']}"
              if used[index] else f"explains nothing: {json.dumps(explanation, ensure_ascii=False)}")
    idle = sum(1 for index in range(len(explanations)) if not used[index])
    files = len({found.file for found in unexplained})
    print(f"{len(unexplained)} differences in {files} files are not explained, {idle} explanations explain nothing")
    return 1 if unexplained or idle else 0


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    known = json.loads(pathlib.Path(sys.argv[3]).read_text(encoding="utf-8")) if len(sys.argv) == 4 else []
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), known))
