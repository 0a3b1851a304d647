"""Sets about events, coreference and certainty as documents like those of data.py.

`report`: texts with all that GUIDELINES.md of the gold reports asks for. `pair`: a sentence, two actors and the type of what the first does to the
second. `fact`: how sure a sentence is that its events happened. `gap`: pronouns with two names. Spans become word indices; an entity's
phrase stands for its head word.
"""
import bisect
import csv
import json
import os
import re

from atoms import BLANK_LINE, NEWLINE
from data import cover, from_text, rule_tokens
from model import STATUSES, TYPES

# what a row of plv_train or of CAMEO's classes allows
YIELD = ("CONCEDE", "RETREAT")
QUADS = {"1": ("AGREE", "CONSULT", "SUPPORT"), "2": ("COOPERATE", "AID", *YIELD), "3": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
         "4": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")}
PRONOUNS = set("i me my we us our ours you your he him his she her hers it its they them their theirs who whom whose which that this these those himself herself itself themselves".split())
AFTER_HEAD = set("of in from for at on with who which that , ( by to near against under between whose where when as about over after killed accused believed".split())


def document(kind, text):
    tokens = rule_tokens(text)
    a, words = from_text(text, tokens)
    paragraphs = [i for i, (k, _) in enumerate(words) if a[k][1] == BLANK_LINE or (a[k][1] == NEWLINE and "\n\n" not in text)]
    return {"kind": kind, "text": text, "tokens": tokens, "starts": [s for s, _ in tokens], "atoms": a, "words": words, "paragraphs": paragraphs or [0]}


def find(text, s):
    """Character range of an exact-substring reference of the gold files."""
    n = 1
    if isinstance(s, dict):
        s, n = s["t"], s.get("n", 1)
    at = -1
    for _ in range(n):
        at = text.find(s, at + 1)
        if at < 0:
            return None
    return at, at + len(s)


def head_of(text, tokens, words):
    """The head word of a noun phrase given as word indices: the last word before whatever follows a head."""
    for n, i in enumerate(words):
        form = text[tokens[i][0]:tokens[i][1]].lower()
        if n and form in AFTER_HEAD:
            return words[n - 1]
    last = len(words) - 1
    while last and text[tokens[words[last]][0]:tokens[words[last]][1]].lower() in ("'s", "’s", "'", "’"):
        last -= 1
    return words[last]


def occurrences(text, s):
    for m in re.finditer(re.escape(s), text):
        a, b = m.span()
        if (a == 0 or not text[a - 1].isalnum()) and (b == len(text) or not text[b].isalnum()):
            yield a, b


def sentence_starts(text, tokens):
    out = [0]
    for i in range(1, len(tokens)):
        before, gap = text[tokens[i - 1][0]:tokens[i - 1][1]], text[tokens[i - 1][1]:tokens[i][0]]
        if "\n" in gap or (gap and re.search(r"[.!?][\"”’')]*$", text[max(0, tokens[i - 1][1] - 3):tokens[i - 1][1]]) and text[tokens[i][0]].isupper() and len(before) < 4):
            out.append(i)
    return out


def read_report(path):
    text = open(path.replace(".gold.json", ".txt"), encoding="utf-8", newline="").read()
    gold = json.load(open(path, encoding="utf-8"))
    d = document("report", text)
    tokens, starts = d["tokens"], d["starts"]
    words = lambda s: cover(tokens, starts, [s]) if s else []
    sentences = sentence_starts(text, tokens)
    sentence = lambda i: bisect.bisect_right(sentences, i)
    entities = {}
    for e in gold["entities"]:
        spans = {x for m in [*e["mentions"], e["name"]] for x in occurrences(text, m["t"] if isinstance(m, dict) else m)}
        spans = [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]
        entities[e["id"]] = [(head_of(text, tokens, w), w) for w in sorted(map(words, spans)) if w]
    attributions = {}
    for s in gold["statements"]:
        cue, content = find(text, s["cue"]) if s.get("cue") else None, find(text, s["content"])
        if not cue or not content:
            continue
        cue, content = words(cue), words(content)
        if not cue or not content:
            continue
        source = find(text, s["source_text"]) if s.get("source_text") else None
        a = attributions.setdefault((cue[0], cue[-1] + 1), {"cue": (cue[0], cue[-1] + 1), "source": set(), "content": set()})
        a["source"] |= set(words(source))
        a["content"] |= set(content)
    d["attributions"] = [a | {"source": sorted(a["source"] - a["content"]), "content": sorted(a["content"])} for a in attributions.values()]
    events = []
    for v in gold["events"]:
        trigger = find(text, v["trigger"])
        trigger = words(trigger) if trigger else []
        if not trigger:
            continue
        roles = {}
        for role, ids in ((1, v["actor"]), (2, v["recipient"])):
            for e in ids:
                here = [m for m in entities.get(e, []) if sentence(m[0]) == sentence(trigger[0])]
                rest = [m for m in entities.get(e, []) if m not in here]
                if not here and rest:
                    near = max([m for m in rest if m[0] < trigger[0]] or rest[:1])
                    here, rest = [near], [m for m in rest if m != near]
                for head, phrase in rest + here:
                    for i in phrase:
                        roles.setdefault(i, -1)
                for head, _ in here:
                    roles[head] = role if roles.get(head, -1) in (-1, role) else -1
        for role, key in ((3, "place"), (4, "time_text")):
            span = find(text, v[key]) if v.get(key) else None
            for i in words(span):
                if roles.get(i, -1) == -1:
                    roles[i] = role
        for i in trigger:
            roles.pop(i, None)
        events.append({"trigger": trigger, "type": TYPES.index(v["type"]), "status": STATUSES.index(v["status"]), "roles": roles})
    d["events"] = events
    d["pronouns"] = [i for i, (a, b) in enumerate(tokens) if text[a:b].lower() in PRONOUNS]
    return d


def read_reports(folders, limit=None):
    out = []
    for folder in folders:
        for root, _, files in sorted(os.walk(folder)):
            for f in sorted(files):
                if f.endswith(".gold.json"):
                    try:
                        out.append(read_report(f"{root}/{f}"))
                    except (ValueError, KeyError, TypeError) as e:      # one being written just now
                        print(f"{root}/{f}: {e!r}", flush=True)
    return out[:limit]


def pair(sentence, source, target, allowed):
    """A sentence with its two actors as head words; None when one is not in it."""
    a, b = sentence.find(source), sentence.find(target)
    if a >= 0 and b >= 0 and a <= b < a + len(source):
        b = sentence.find(target, a + len(source))
    if a < 0 or b < 0:
        return None
    d = document("pair", sentence)
    words = lambda s, n: cover(d["tokens"], d["starts"], [(s, s + n)])
    s, t = words(a, len(source)), words(b, len(target))
    if not s or not t:
        return None
    d |= {"source": head_of(sentence, d["tokens"], s), "target": head_of(sentence, d["tokens"], t), "allowed": [TYPES.index(x) for x in allowed], "paragraphs": [0]}
    return d


def read_pairs(path):
    rows = csv.DictReader(open(path, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)
    out = []
    for r in rows:
        kind = r.get("gold_root") or r["type"]
        d = pair(r["sentence"], r["source"], r["target"], YIELD if kind == "YIELD" else (kind,))
        if d:
            out.append(d)
    return out


def read_quads(path):
    """Sentences of which only the quad class is known, without actors; statements (0) are left out."""
    out = []
    for line in open(path, encoding="utf-8"):
        sentence, _, quad = line.rstrip("\n").rpartition("\t")
        if quad in QUADS and sentence:
            out.append(document("pair", sentence) | {"source": None, "target": None, "allowed": [TYPES.index(x) for x in QUADS[quad]], "paragraphs": [0]})
    return out


def read_facts(path):
    """Sentences with words that are said to have happened (above 1), not (below -1) or neither."""
    out = []
    for line in open(path, encoding="utf-8"):
        r = json.loads(line)
        forms, text, spans = r["text"].split(" "), "", []
        for f in forms:
            spans.append((len(text), len(text) + len(f)))
            text += f + " "
        a, words = from_text(text, spans)
        sure = [(t["span1"][0], (0, 1) if t["label"] > 1 else (4,) if t["label"] < -1 else (2, 3)) for t in r["targets"]]
        if len(words) == len(forms) and a:
            out.append({"kind": "fact", "text": text, "atoms": a, "words": words, "paragraphs": [0], "sure": sure})
    return out


def read_gap(path):
    out = []
    for r in csv.DictReader(open(path, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        right = "A" if r["A-coref"].upper() == "TRUE" else "B" if r["B-coref"].upper() == "TRUE" else None
        if not right:
            continue
        d = document("gap", r["Text"])
        last = lambda form, at: cover(d["tokens"], d["starts"], [(int(at), int(at) + len(form))])
        p, x, y = last(r["Pronoun"], r["Pronoun-offset"]), last(r["A"], r["A-offset"]), last(r["B"], r["B-offset"])
        if p and x and y:
            out.append(d | {"pronoun": p[0], "right": (x if right == "A" else y)[-1], "wrong": (y if right == "A" else x)[-1]})
    return out
