"""Annotated reports of the newspapers of WorldWide's training part, kept apart from their text, which is not ours to give away.

usage: annotations.py unpack DATA OUT        writes NAME.txt, NAME.meta.json and NAME.gold.json for every line of annotations.jsonl, into OUT/kept
                                             those that no weights may learn from, since settings are chosen on them, and into OUT/learned the others
       annotations.py texts DATA OUT         writes the text and publication data of every article that has none yet, to annotate it
       annotations.py pack DATA FOLDER...    prints annotations.jsonl anew from folders of annotated reports

DATA is ../../shared/data. A line of annotations.jsonl is a gold report (GUIDELINES.md) with [start, end] in code points of the text that `texts` makes
wherever GUIDELINES.md has words. Whoever has the set gets the reports back as they were annotated."""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
STORE = f"{HERE}/annotations.jsonl"
CLOSING = re.compile(r"[,.;:!?%)\]}”…]+|'s|’s|n't|n’t|'re|'ve|'ll|'d|'m|’re|’ve|’ll|’d|’m|'|’")
AFTER_DASH = set("but and or the a an which who once in on at with as to from for by he she they it is was are were including not even where when that this".split())
ENDINGS = ("s", "t", "re", "ve", "ll", "d", "m")       # the set has "Iran ’ s" and "don ’ t" in three words
SPANS = ("content", "cue", "source_text", "trigger", "place", "time_text")


def joined(tokens):
    """Tokens as a sentence: the set has no spaces of its own."""
    out, quoted, glue = "", False, True
    for i, t in enumerate(tokens):
        if t == "-" and 0 < i < len(tokens) - 1 and tokens[i - 1][-1].isalnum() and tokens[i + 1][0].isalnum() and tokens[i + 1] not in AFTER_DASH:
            out, glue = out + "-", True
        elif t == '"':
            out, quoted, glue = out + ('"' if quoted or glue else ' "'), not quoted, not quoted
        elif t in ("``", "“", "‘"):
            out, glue = out + ("" if glue else " ") + ("‘" if t == "‘" else "“"), True
        elif t == "''":
            out, glue = out + "”", False
        elif t in ENDINGS and i > 1 and tokens[i - 1] in ("’", "'") and tokens[i - 2][-1].isalnum():
            out, glue = out + t, False
        elif CLOSING.fullmatch(t):
            out, glue = out + t, False
        else:
            out, glue = out + ("" if glue else " ") + t, t in ("(", "[", "{", "£", "€", "#") or t.endswith("$")
    return out


def read_texts(data):
    """{name: (text, meta)}: the articles of WorldWide's training part and of three sets about places."""
    out = {name: (text, {"outlet": None, "published": None, "url": url}) for name, (text, url) in read_newspapers(data).items()}
    for part in ("trnews", "gwn", "lgl"):
        for a in json.load(open(f"{data}/place/{part}.json", encoding="utf-8")):
            out[f"{part}_{a['id']}"] = a["text"], {"outlet": a["domain"], "published": a["date"][:10] or None, "url": None}
    return out


def read_newspapers(data):
    """{name: (text, address)} of the articles of WorldWide's training part; the first line of most is their address."""
    articles, rows = {}, None
    for line in open(f"{data}/ner/worldwide-train.tsv", encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# doc ="):
            rows = articles[line[8:].strip()] = [[]]
        elif line.strip():
            rows[-1].append(line.split("\t")[0])
        elif rows[-1]:
            rows.append([])
    out = {}
    for name, rows in articles.items():
        rows = [r for r in rows if r]
        address = None
        if rows and rows[0][0].startswith("http"):
            address = "".join(rows[0]) if len(rows[0]) < 4 else rows[0][0]
            rows = rows[1:]
        out[name] = "\n\n".join(map(joined, rows)), address
    return out


def find(text, s):
    s, n = (s["t"], s.get("n", 1)) if isinstance(s, dict) else (s, 1)
    at = -1
    for _ in range(n):
        at = text.index(s, at + 1)
    return [at, at + len(s)]


def words(text, span):
    """The reference of GUIDELINES.md to a span: its words, and which of their occurrences it is."""
    form, n, at = text[span[0]:span[1]], 1, -1
    while (at := text.index(form, at + 1)) < span[0]:
        n += 1
    return form if n == 1 else {"t": form, "n": n}


def each_span(gold, change):
    """The annotation with every reference to the text changed."""
    some = lambda v: v if v is None else change(v)
    out = {"id": gold["id"], "credits": list(map(change, gold.get("credits", [])))}
    out["entities"] = [e | {"name": change(e["name"]), "mentions": list(map(change, e["mentions"]))} for e in gold["entities"]]
    for key in ("statements", "events"):
        out[key] = [x | {k: some(x.get(k)) for k in SPANS if k in x} for x in gold[key]]
    for s in out["statements"]:
        s["via"] = list(map(change, s.get("via", [])))
    return out


def pack(data, folders):
    texts, lines = read_texts(data), {}
    if os.path.exists(STORE):
        lines = {json.loads(line)["id"]: line.rstrip("\n") for line in open(STORE, encoding="utf-8")}
    for folder in folders:
        for f in sorted(os.listdir(folder)):
            if f.endswith(".gold.json"):
                name = f.removesuffix(".gold.json")
                text, gold, about = texts[name][0], json.load(open(f"{folder}/{f}")), json.load(open(f"{folder}/{name}.meta.json"))
                loose = lambda s: find(text, s) if (s["t"] if isinstance(s, dict) else s) in text else s      # a name that the text has in another form
                kept = {"kept": True} if json.loads(lines.get(name, "{}")).get("kept") else {}
                packed = each_span(gold, loose) | kept | {"id": name, "published": about["published"], "outlet": about["outlet"]}
                lines[name] = json.dumps(packed, ensure_ascii=False, separators=(",", ":"))
    print("\n".join(lines[name] for name in sorted(lines)))


def unpack(data, out):
    texts, parts = read_texts(data), [f"{out}/learned", f"{out}/kept"]
    for part in parts:
        os.makedirs(part, exist_ok=True)
    for line in open(STORE, encoding="utf-8"):
        packed = json.loads(line)
        name, part = packed["id"], parts[packed.get("kept", False)]
        text, about = texts[name]
        write(part, name, text, {"id": name} | about | {"outlet": packed.pop("outlet"), "published": packed.pop("published")})
        gold = each_span(packed, lambda s: s if isinstance(s, str) else words(text, s))
        json.dump(gold, open(f"{part}/{name}.gold.json", "w", encoding="utf-8"), ensure_ascii=False, indent=1)


def write(out, name, text, about):
    with open(f"{out}/{name}.txt", "w", encoding="utf-8", newline="") as f:
        f.write(text)
    json.dump(about, open(f"{out}/{name}.meta.json", "w", encoding="utf-8"), ensure_ascii=False, indent=1)


def main():
    if len(sys.argv) < 4 or sys.argv[1] not in ("pack", "unpack", "texts"):
        sys.exit(__doc__)
    command, data, *rest = sys.argv[1:]
    if command == "pack":
        pack(data, rest)
    elif command == "unpack":
        unpack(data, rest[0])
    else:
        os.makedirs(rest[0], exist_ok=True)
        done = {json.loads(line)["id"] for line in open(STORE, encoding="utf-8")} if os.path.exists(STORE) else set()
        for name, (text, about) in read_texts(data).items():
            if name not in done:
                write(rest[0], name, text, {"id": name} | about)


if __name__ == "__main__":
    main()
