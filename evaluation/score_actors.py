"""Source and target of a sentence against a set with the columns of CAMEO's actor spans: token, and O, B-S, I-S, B-T or I-T
(other sides are left out).

A sentence's source and target are the actors and recipients of its surest event, each at the mention nearest to the trigger, names and noun phrases before
pronouns. Exact: the same characters; overlap: one in common. Articles ("the") at the edge of a span count for neither. No other program's figure is published.
"""
import re


def sentences(path):
    now = []
    for line in [*open(path, encoding="utf-8"), "\n"]:
        if line.strip():
            now.append(line.rsplit(None, 1))
        elif now:
            yield now
            now = []


def spans(rows):
    """The text with its tokens apart by spaces, and its spans by side."""
    text, found, last = "", {"S": [], "T": []}, "O"
    for form, tag in rows:
        start = len(text) + bool(text)
        text += (" " if text else "") + form
        side = tag[2:]
        if side in found and (tag[0] == "B" or last[2:] != side):
            found[side].append([start, len(text)])
        elif side in found:
            found[side][-1][1] = len(text)
        last = tag
    return text, found


def bare(text, span):
    start, end = span
    article = re.match(r"(?:the|an?)\s+", text[start:end], re.I)
    return start + (article.end() if article else 0), end


def predicted(report):
    event = max(report["events"], key=lambda e: e["confidence"], default=None)
    at = {"S": [], "T": []}
    if event:
        entities = {e["id"]: e for e in report["entities"]}
        for side, key in (("S", "actors"), ("T", "recipients")):
            for entity in event[key]:
                near = lambda m: (m["form"] == "pronoun", abs(m["start"] - event["trigger"]["start"]))
                m = min(entities[entity]["mentions"], key=near)
                at[side].append([m["start"], m["end"]])
    return at


def read(path):
    """The sentences of a set with their spans by side."""
    return [spans(rows) for rows in sentences(path)]


def score(gold, reports):
    """Exact and overlap F1 of both sides, in percent; the reports stand in the order of the sentences."""
    hits, counts = dict.fromkeys(("exact", "overlap"), 0), [0, 0]
    for (text, sides), report in zip(gold, reports, strict=True):
        found = predicted(report)
        for side in "ST":
            want, got = ([bare(text, s) for s in x[side]] for x in (sides, found))
            counts[0] += len(want)
            counts[1] += len(got)
            hits["exact"] += len(set(want) & set(got))
            hits["overlap"] += sum(any(a < y and x < b for x, y in got) for a, b in want)
    return {"sentences": len(gold)} | {f"{k} F1": round(200 * n / sum(counts), 1) for k, n in hits.items()}
