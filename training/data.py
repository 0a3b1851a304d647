"""The development sets as documents of atoms, and documents as training windows.

A document is a dict: atoms [(form, gap)], words [(first atom, end atom)], sentences [(first word, end word)], and per
task what the set annotates: upos/xpos/lemma/head/rel (UD), names (worldwide), attributions (PolNeAR). `paragraphs` lists
the first words of paragraphs.
"""
import bisect
import collections
import json
import re

from atoms import APOSTROPHES, BLANK_LINE, NEWLINE, NO_GAP, SPACE, WordPiece, atoms, case_of

WINDOW, PACK = 382, 320      # pieces in a window at most; paragraphs are packed up to the second
CLASSES = {"Person": "PER", "Organization": "ORG", "Location": "LOC", "Facility": "FAC", "NORP": "NORP", "Date": "DATE",
           "Money": "MONEY", "Product": "PRODUCT", "Misc": "MISC", "Miscellaneous": "MISC"}
NAMES = ["O"] + [f"{b}-{c}" for c in ("PER", "ORG", "LOC", "FAC", "NORP", "DATE", "MONEY", "PRODUCT", "MISC") for b in "BI"]


def from_text(text, tokens):
    """Atoms of `text` and, for tokens [(start, end)] in code points, the atoms that each token overlaps."""
    cut = atoms(text)
    words, k = [], 0
    for a, b in tokens:
        while k < len(cut) and cut[k][1] <= a:
            k += 1
        e = k
        while e < len(cut) and cut[e][0] < b:
            e += 1
        words.append((k, max(e, k + 1)))
        if e > k and cut[e - 1][1] > b:     # the next token shares this atom
            k = e - 1
        else:
            k = e
    return [(text[a:b], gap) for a, b, gap in cut], words


def lemma_script(form, lemma):
    """The edit that makes the lemma: keep (K) or lower (L) the case, cut N characters, add a suffix."""
    case, f = ("L", form.lower()) if lemma == lemma.lower() else ("K", form)
    k = 0
    while k < min(len(f), len(lemma)) and f[k] == lemma[k]:
        k += 1
    return f"{case}-{len(f) - k}+{lemma[k:]}"


def read_conllu(path):
    docs, doc = [], None
    sentence, ranges, par = [], {}, False

    def flush():
        nonlocal sentence, ranges, par
        if sentence:
            doc["raw"].append((sentence, ranges, par))
        sentence, ranges, par = [], {}, False

    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line:
            flush()
        elif line.startswith("# newdoc"):
            doc = {"raw": [], "name": line.split("=")[-1].strip()}
            docs.append(doc)
            par = True
        elif line.startswith("# newpar"):
            par = True
        elif not line.startswith("#"):
            c = line.split("\t")
            if "." in c[0]:
                continue
            if "-" in c[0]:
                a, b = map(int, c[0].split("-"))
                ranges[a] = (b, c[1], "SpaceAfter=No" not in c[9])
            else:
                sentence.append(c)
    flush()
    return [build_ud(d) for d in docs if d["raw"]]


ENTITY = re.compile(r"\(([\w\[\]/]+)-[^()]*\)?|([\w\[\]/]+)\)")


def chains(misc, heads):
    """GUM's coreference: {head word: entity} from the MISC fields of a document's words; the innermost of two mentions with one head."""
    open_, found = {}, []
    for i, field in enumerate(misc):
        entity = next((f[7:] for f in field.split("|") if f.startswith("Entity=")), "")
        for m in ENTITY.finditer(entity):
            name = (m[1] or m[2]).split("[")[0]
            if m[1]:
                open_.setdefault(name, []).append(i)
            if m[2] or m[0].endswith(")"):
                if open_.get(name):
                    found.append((open_[name].pop(), i + 1, name))
    out = {}
    for a, b, name in sorted(found, key=lambda t: t[0] - t[1]):
        head = next((i for i in range(a, b) if not a <= heads[i] < b), None)
        if head is not None:
            out[head] = name
    return out


def build_ud(doc):
    """Lays the document's text out (paragraphs apart by a blank line) and ties every word to its characters."""
    text, tokens, out = "", [], {k: [] for k in ("sentences", "upos", "xpos", "lemma", "head", "rel", "forms", "misc")}
    paragraphs = []
    for sentence, ranges, par in doc["raw"]:
        if par and text:
            text = text.rstrip() + "\n\n"
        base = len(tokens)
        if par or not paragraphs:
            paragraphs.append(base)
        inside = 0
        for c in sentence:
            i = int(c[0])
            if i in ranges:
                inside, surface, space = ranges[i][0], ranges[i][1], ranges[i][2]
                start, length = len(text), len(surface)
                text += surface + (" " if space else "")
                at, first = start, True
            if inside and i <= inside:
                end = start + length if i == inside else min(at + len(c[1]), start + length)
                tokens.append((at, max(end, at + 1)))
                at = end if i < inside else at
                if end >= start + length:
                    at = max(start, start + length - 1)
            else:
                start_ = len(text)
                text += c[1] + ("" if "SpaceAfter=No" in c[9] else " ")
                tokens.append((start_, start_ + len(c[1])))
            if i >= inside:
                inside = 0
            out["upos"].append(c[3])
            out["xpos"].append(c[4])
            out["lemma"].append(lemma_script(c[1], c[2]))
            out["forms"].append(c[1])
            out["head"].append(base + int(c[6]) - 1 if int(c[6]) else -1)
            out["rel"].append(c[7])
            out["misc"].append(c[9])
        out["sentences"].append((base, len(tokens)))
    a, w = from_text(text, tokens)
    misc = out.pop("misc")
    if any("Entity=" in m for m in misc):
        out["chain"] = chains(misc, out["head"])
    return {"kind": "ud", "name": doc["name"], "text": text, "atoms": a, "words": w, "paragraphs": paragraphs, **out}


OPENING, CLOSING = set("([{“‘«"), set(")]}”’»,.;:!?%…")


def glue(previous, token, state):
    """True when ordinary newspaper typography puts no space before `token`."""
    if not previous:
        return False
    if token in CLOSING or re.fullmatch(r"[.,;:!?)\]}%]+|\.\.\.", token):
        return True
    if re.match(r"^['’](s|S|re|ve|ll|d|m)$", token) or re.fullmatch(r"n['’]t", token):
        return True
    if previous in OPENING or previous in "$£€#" or previous in "([{":
        return True
    if token in ("-", "–", "/") or previous in ("-", "–", "/"):
        return True
    if token == '"':
        return state["quote"]
    if previous == '"':
        return state["quote"]
    return token == "'" and previous.endswith("s")


def read_names(path):
    docs, tokens, tags, sentences = [], [], [], []
    start = 0

    def flush():
        nonlocal tokens, tags, sentences, start
        if tokens:
            if start < len(tokens):
                sentences.append((start, len(tokens)))
            docs.append(build_names(tokens, tags, sentences))
        tokens, tags, sentences, start = [], [], [], 0

    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# doc"):
            flush()
        elif not line.strip():
            if start < len(tokens):
                sentences.append((start, len(tokens)))
                start = len(tokens)
        else:
            # further columns hold the names inside this one ("China" in "Bank of China"); the outermost is read
            form, tag = (line.split("\t") + ["O"])[:2]
            form, tag = "".join(form.split()), tag.strip()
            if not form:
                continue
            tag = "O" if "-" not in tag else f"{tag[0]}-{CLASSES[tag[2:]]}"
            tokens.append(form)
            tags.append(tag)
    flush()
    return docs


def build_names(tokens, tags, sentences):
    firsts = {a for a, _ in sentences}
    text, spans, previous, state = "", [], "", {"quote": False}
    for i, t in enumerate(tokens):
        if i in firsts:
            state["quote"] = False
            text, previous = (text.rstrip() + "\n" if text else ""), ""
        if text and not text.endswith("\n") and not glue(previous, t, state):
            text += " "
        if t == '"':
            state["quote"] = not state["quote"]
        spans.append((len(text), len(text) + len(t)))
        text += t
        previous = t
    a, w = from_text(text, spans)
    return {"kind": "names", "text": text, "atoms": a, "words": w, "sentences": sentences, "names": tags, "forms": tokens,
            "paragraphs": [s for s, _ in sentences]}


TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)+|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Jr|Sr|Inc|No|vs)\.|\.\.\.|--", re.I)


def rule_tokens(text):
    """An approximation of UD tokens by rule, for sets without tokens: the model only needs word-sized units here."""
    cut = atoms(text)
    joined, until = [], -1
    for a, b, gap in cut:
        if a < until:
            joined[-1] = (joined[-1][0], b)
            continue
        m = TOKEN.match(text, a)
        if m and m.end() > b and gap != NO_GAP:
            until = m.end()
        elif joined and gap == NO_GAP and text[joined[-1][0]:a] in tuple(APOSTROPHES) + tuple("n" + q for q in APOSTROPHES) and text[a:b].lower() in (
                "s", "t", "re", "ve", "ll", "d", "m"):
            joined[-1] = (joined[-1][0], b)
            continue
        elif joined and gap == NO_GAP and text[a] in APOSTROPHES and text[joined[-1][0]:a].lower() == "n":
            joined[-1] = (joined[-1][0], b)
            continue
        joined.append((a, b))
    return joined


def read_polnear(path):
    docs = []
    for line in open(path, encoding="utf-8"):
        d = json.loads(line)
        text = d["text"]
        tokens = rule_tokens(text)
        a, words = from_text(text, tokens)
        starts = [s for s, _ in tokens]

        attributions = []
        for t in d["attributions"]:
            if not t["cue"] or not t["content"]:
                continue
            cue = cover(tokens, starts, t["cue"])
            content = cover(tokens, starts, t["content"])
            if cue and content:
                attributions.append({"cue": (cue[0], cue[-1] + 1), "source": cover(tokens, starts, t["source"]), "content": content})
        paragraphs = [i for i, (k, _) in enumerate(words) if a[k][1] == BLANK_LINE or (a[k][1] == NEWLINE and "\n\n" not in text)]
        docs.append({"kind": "polnear", "name": d["name"], "text": text, "tokens": tokens, "atoms": a, "words": words, "attributions": attributions,
                     "gold": d["attributions"], "paragraphs": paragraphs or [0]})
    return docs


def cover(tokens, starts, spans):
    out = set()
    for x, y in spans:
        i = max(0, bisect.bisect_right(starts, x) - 1)
        while i < len(tokens) and tokens[i][0] < y:
            if tokens[i][1] > x:
                out.add(i)
            i += 1
    return sorted(out)


def encode(doc, wp):
    """Pieces of every atom, once per document."""
    doc["pieces"] = [wp.pieces(f) for f, _ in doc["atoms"]]
    doc["case"] = [case_of(f) for f, _ in doc["atoms"]]
    n_pieces = [0]
    for p in doc["pieces"]:
        n_pieces.append(n_pieces[-1] + len(p))
    doc["cum"] = n_pieces


def length(doc, first, end):
    """Pieces in a run of words."""
    return doc["cum"][doc["words"][end - 1][1]] - doc["cum"][doc["words"][first][0]]


def windows(doc, rng=None, pack=PACK, most=WINDOW):
    """Runs of words [first, end) as the reader will cut them; with `rng` the packing varies for training."""
    n = len(doc["words"])
    breaks = set(doc["paragraphs"]) | {0}
    units = []
    starts = sorted(breaks) + [n]
    for a, b in zip(starts, starts[1:]):
        if a == b:
            continue
        if length(doc, a, b) <= most:
            units.append((a, b))
            continue
        cuts = [s for s, _ in doc["sentences"] if a < s < b] if "sentences" in doc else [
            i for i in range(a + 1, b) if doc["atoms"][doc["words"][i - 1][1] - 1][0] in ".!?”\"" and doc["atoms"][doc["words"][i][0]][1] != NO_GAP
            and doc["atoms"][doc["words"][i][0]][0][:1].isupper()]
        start, last = a, None
        for c in cuts + [b]:
            if length(doc, start, c) > most and last and last > start:
                units.append((start, last))
                start = last
            while length(doc, start, c) > most:      # one sentence longer than a window
                e = start + 1
                while length(doc, start, e + 1) <= most and e + 1 < c:
                    e += 1
                units.append((start, e))
                start = e
            last = c
        if start < b:
            units.append((start, b))
    out, limit = [], pack
    for a, b in units:
        if out and out[-1][1] == a and length(doc, out[-1][0], b) <= limit:
            out[-1] = (out[-1][0], b)
        else:
            if rng:
                limit = rng.choice((48, 128, pack, pack, pack))
            out.append((a, b))
    return [(a, b) for a, b in out if length(doc, a, b) <= most]


def gaps(doc, rng):
    """The gap before every atom. With `rng`, paragraphs are laid out and lines wrapped in the ways raw text comes."""
    g = [gap for _, gap in doc["atoms"]]
    if doc["kind"] == "names":
        firsts = [doc["words"][s][0] for s, _ in doc["sentences"]]
        for k in firsts:
            g[k] = BLANK_LINE if rng is None else rng.choice((SPACE, SPACE, NEWLINE, BLANK_LINE))
        if rng and rng.random() < 0.3:      # tokens apart by spaces, as token files are often joined
            seen = {w[0] for w in doc["words"]}
            g = [SPACE if k in seen and gap == NO_GAP else gap for k, gap in enumerate(g)]
        g[0] = BLANK_LINE
    elif rng:
        style = rng.random()
        if style < 0.2:
            g = [NEWLINE if x == BLANK_LINE else x for x in g]
        elif style < 0.35:
            column = 0
            for k, (form, _) in enumerate(doc["atoms"]):
                column += len(form) + (g[k] == SPACE)
                if g[k] == SPACE and column > 78:
                    g[k], column = NEWLINE, len(form)
                elif g[k] >= NEWLINE:
                    column = len(form)
        elif style < 0.4 and doc["kind"] == "ud":
            g = [SPACE if x == BLANK_LINE else x for x in g]
        g[0] = BLANK_LINE
    return g


def vocabulary(docs, key, least):
    count = collections.Counter(v for d in docs if key in d for v in d[key])
    return [v for v, n in sorted(count.items(), key=lambda t: (-t[1], t[0])) if n >= least]
