"""What differs between two runs of one jar, replaced by names: ids, times, version, digests of ledger entries, ports."""
import datetime
import re

UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
DIGEST = re.compile(r"\b([0-9a-f]{12})(?:[0-9a-f]{52})?\b")
DAY = r"\d{4}-\d\d-\d\d"
INSTANT = re.compile(rf"\b({DAY})[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z| UTC)?")
DAYS = re.compile(rf"\b(?:{DAY}|\d{{1,2}} [A-Z][a-z]{{2}} \d{{4}})\b")
WORDED = re.compile(r"\b(\d{1,2} [A-Z][a-z]{2} \d{4}), \d\d:\d\d(?::\d\d)? UTC")
LEAD = re.compile(r'("lead_days":)\{[^}]*\}|(From lock to outcome[^<]*</dt>).*?(?=</div>)')
SORTING = re.compile(r"(sort=\w+)(&amp;|&)(order=(?:asc|desc))")
ADDRESS = re.compile(r"127\.0\.0\.1:(?!8080\b)\d+")  # 8080 stands in examples
CHANGED = re.compile(r"(its text has the SHA-256 )[0-9a-f]{64}")
ELAPSED = re.compile(r"(\bin )\d+(?:[.,]\d+)? s\b")


class Masks:
    """Replaces; an id that has no name gets the number of its first appearance, so that it stays the same id."""

    def __init__(self, version, places):
        self.version = re.compile(rf"(?<![\d.]){re.escape(version)}(?![\d.])")
        self.places, self.names, self.entries, self.unnamed = places, {}, {}, 0
        today = datetime.datetime.now(datetime.timezone.utc).date()
        # a run may begin on one day and end on the next
        days = [today + datetime.timedelta(days=ahead) for ahead in range(-1, 2)]
        self.days = {str(day) for day in days} | {f"{day.day} {day:%b %Y}" for day in days}

    def learn(self, chain):
        """Digests of ledger entries hold times and ids; those of rows do not, and stay."""
        for number, digest in enumerate(re.findall(r'"sha256":"([0-9a-f]{64})"\}$', chain, re.MULTILINE), 1):
            self.entries[digest[:12]] = f"<entry {number}>"

    def call(self, ident, name):
        """This id gets a name of its own, so that other ids keep theirs when it comes or goes."""
        self.names[ident] = name

    def number(self, ident):
        self.unnamed += 1
        self.names[ident] = f"<id {self.unnamed}>"
        return self.names[ident]

    def apply(self, text):
        for place, name in self.places.items():
            text = text.replace(place, name)
        text = UUID.sub(lambda found: self.names.get(found[0]) or self.number(found[0]), text)
        text = DIGEST.sub(lambda found: self.entries.get(found[1], found[0]), text)
        text = CHANGED.sub(r"\1<digest>", ADDRESS.sub("<address>", text))
        text = LEAD.sub(lambda found: '"lead_days":"<elapsed>"' if found[1] else f"{found[2]}<elapsed>", text)
        for times in (INSTANT, WORDED):
            text = times.sub(lambda found: "<time>" if found[1] in self.days else found[0], text)
        text = DAYS.sub(lambda found: "<day>" if found[0] in self.days else found[0], text)
        # 0.1.0 writes these two in either order, another each time it starts
        text = SORTING.sub(r"\3\2\1", text)
        text = ELAPSED.sub(r"\1<elapsed>", text)
        return self.version.sub("<version>", text)
