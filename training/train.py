#!/usr/bin/env python3
"""Trains the reader: train.py --data ../../shared/data --out work --minutes 90 [--bf16] [--control FILE]

Writes work/reader.pt and work/reader-4.safetensors. The learning rate falls to zero at the end of the time given; the log says
how many pieces were seen, which is what counts for doing it again on another machine.
"""
import argparse
import json
import math
import os
import random
import time

import torch
import torch.nn.functional as F

from atoms import WordPiece
from data import BLANK_LINE, NAMES, encode, gaps, length, read_conllu, read_names, read_polnear, windows
from evaluate import evaluate
from model import bucket_of, export, load
from reports import read_facts, read_gap, read_pairs, read_quads, read_reports
from tasks import Extra, teach
from teacher import label

IGNORE = -100
TAUGHT = {"polnear": 0.3, "names": 0.3, "gap": 0.3}      # how often a window of a set learns the teacher's syntax too; the others always
NEW = ("event", "status", "argument_token", "argument_trigger", "argument", "argument_distance", "link", "link_distance", "link_form", "meaning")


def batch(items, labels, rng):
    """Tensors of some windows (doc, first word, end word)."""
    ix = labels["index"]
    n_max = 1 + max(d["cum"][d["words"][e - 1][1]] - d["cum"][d["words"][s][0]] for d, s, e in items)
    w_max = max(e - s for _, s, e in items)
    B = len(items)
    ids = torch.zeros(B, n_max, dtype=torch.long)
    case, gap, lengths = torch.zeros_like(ids), torch.zeros_like(ids), torch.zeros(B, dtype=torch.long)
    boundary = torch.full((B, n_max), IGNORE)
    piece, word = [], []
    tags = {k: torch.full((B, w_max), IGNORE) for k in ("upos", "xpos", "lemma", "names", "cue", "head", "rel")}
    sentence = torch.zeros(B, w_max, dtype=torch.long)
    cues, extra = [], Extra()
    for b, (d, s, e) in enumerate(items):
        g = gaps(d, rng)
        k0, k1 = d["words"][s][0], d["words"][e - 1][1]
        row, crow, grow, at = [WordPiece.CLS], [0], [0], {}
        for k in range(k0, k1):
            at[k] = len(row)
            row += d["pieces"][k]
            crow += [d["case"][k]] * len(d["pieces"][k])
            grow += [g[k] if k > k0 else BLANK_LINE] + [0] * (len(d["pieces"][k]) - 1)
        ids[b, :len(row)], case[b, :len(row)], gap[b, :len(row)] = torch.tensor(row), torch.tensor(crow), torch.tensor(grow)
        lengths[b] = len(row)
        for i in range(s, e):
            a, z = d["words"][i]
            p0, p1 = at[a], at[z] if z in at else len(row)
            piece += range(b * n_max + p0, b * n_max + p1)
            word += [b * w_max + i - s] * (p1 - p0)
        taught = "syntax" in d and rng is not None and rng.random() < TAUGHT.get(d["kind"], 1.0)
        if d["kind"] == "ud":
            firsts = {x for x, _ in d["sentences"]}
            for k in range(k0, k1):
                boundary[b, at[k]] = 0
            for i in range(s, e):
                boundary[b, at[d["words"][i][0]]] = 2 if i in firsts or i == s else 1
        elif taught:
            for k in range(k0 + 1, k1):
                boundary[b, at[k]] = d["syntax"]["bound"][k]
        if d["kind"] == "ud" or taught:
            x = d if d["kind"] == "ud" else d["syntax"]
            for key in ("upos", "xpos", "lemma"):
                tags[key][b, :e - s] = torch.tensor([ix[key].get(v, IGNORE) for v in x[key][s:e]])
            for first, last in x["sentences"]:
                if last > s and first < e:
                    sentence[b, max(first, s) - s:min(last, e) - s] = first + 1
            for i in range(s, e):
                h = x["head"][i]
                if h is None or h >= 0 and not s <= h < e:
                    continue
                tags["head"][b, i - s] = 0 if h < 0 else h - s + 1
                tags["rel"][b, i - s] = ix["deprel"].get(x["rel"][i], IGNORE)
        if d["kind"] == "names":
            tags["names"][b, :e - s] = torch.tensor([ix["names"][v] for v in d["names"][s:e]])
        elif taught:
            tags["names"][b, :e - s] = torch.tensor([ix["names"].get(v, IGNORE) for v in d["syntax"]["names"][s:e]])
        extra.add(b, d, s, e)
        if "attributions" in d:
            tags["cue"][b, :e - s] = 0
            for t in d["attributions"]:
                x, y = t["cue"]
                if x < s or y > e:
                    continue
                tags["cue"][b, x - s] = 1
                tags["cue"][b, x - s + 1:y - s] = 2
                role = torch.zeros(w_max, dtype=torch.long)
                role[e - s:] = IGNORE
                for v, key in ((1, "source"), (2, "content")):
                    for i in t[key]:
                        if s <= i < e:
                            role[i - s] = v
                edges = torch.zeros(w_max, 4)
                for v, k in ((1, 0), (2, 2)):
                    mark = role == v
                    edges[:, k] = mark & ~torch.cat([torch.zeros(1, dtype=torch.bool), mark[:-1]])
                    edges[:, k + 1] = mark & ~torch.cat([mark[1:], torch.zeros(1, dtype=torch.bool)])
                cues.append((b, x - s, y - s, role, [bucket_of(x - s, y - s - 1, i) for i in range(w_max)], edges))
    return {"ids": ids, "case": case, "gap": gap, "lengths": lengths, "boundary": boundary, "piece": torch.tensor(piece), "word": torch.tensor(word),
            "tags": tags, "sentence": sentence, "cues": cues, "extra": extra, "shape": (B, w_max)}


def loss_of(model, t, drop):
    B, W = t["shape"]
    h = model.encode(t["ids"], t["case"], t["gap"], t["lengths"], drop)
    w = model.words(h, t["piece"], t["word"], B * W)
    w = model.dropout(w, drop)
    losses = {}

    def ce(name, logits, gold, scale=1.0):
        keep = gold != IGNORE
        if keep.any():
            losses[name] = scale * F.cross_entropy(logits[keep].float(), gold[keep])

    flat = {k: v.reshape(-1) for k, v in t["tags"].items()}
    ce("boundary", model.boundary(h.reshape(-1, h.shape[-1])), t["boundary"].reshape(-1))
    for k, s in (("upos", 0.5), ("xpos", 0.5), ("lemma", 0.5), ("names", 1.5), ("cue", 1.5)):
        keep = (flat[k] != IGNORE).nonzero()[:, 0]
        if len(keep):
            ce(k, getattr(model, k)(w[keep]), flat[k][keep], s)
    w3 = w.view(B, W, -1)
    rows = (t["tags"]["head"] != IGNORE).any(1).nonzero()[:, 0]
    if len(rows):
        arc, rdep, rhead = model.arcs(w3[rows], h[rows, 0])
        same = t["sentence"][rows]
        allowed = torch.cat([torch.ones_like(same[:, :, None], dtype=torch.bool), same[:, :, None] == same[:, None, :]], 2)
        arc = arc.float().masked_fill(~allowed, -1e4)
        gold = t["tags"]["head"][rows]
        keep = gold != IGNORE
        losses["arc"] = 1.5 * F.cross_entropy(arc[keep], gold[keep])
        b, i = keep.nonzero(as_tuple=True)
        ce("rel", model.relations(rdep[b, i], rhead[b, gold[b, i]]), t["tags"]["rel"][rows][b, i])
    if t["cues"]:
        window = torch.tensor([c[0] for c in t["cues"]])
        vectors = torch.stack([w3[b, x:y].mean(0) for b, x, y, *_ in t["cues"]])
        scores = model.roles(w3, vectors, window, torch.tensor([c[4] for c in t["cues"]]))
        gold = torch.stack([c[3] for c in t["cues"]])
        keep = gold != IGNORE
        scores, edges = scores[..., :3], scores[..., 3:]
        each = F.cross_entropy(scores.float().reshape(-1, 3), gold.reshape(-1), ignore_index=IGNORE, reduction="sum")
        # a sum over the words of a window per cue: the mean would drown the few words with a role
        losses["role"] = 4.0 * each / keep.sum().clamp(min=1)
        each = F.binary_cross_entropy_with_logits(edges.float()[keep], torch.stack([c[5] for c in t["cues"]])[keep], reduction="sum")
        losses["edge"] = 0.25 * each / len(t["cues"])
    losses.update(t["extra"].losses(model, w3))
    return losses


def batches(docs, pieces, rng):
    """One pass over all documents as lists of windows of similar total size."""
    items = [(d, s, e) for d in docs for s, e in windows(d, rng)]
    rng.shuffle(items)
    out = []
    for lot in (items[i:i + 400] for i in range(0, len(items), 400)):
        now, longest = [], 0
        for x in sorted(lot, key=lambda x: length(*x)):     # windows of like length together: padding is work for nothing
            if now and (len(now) + 1) * max(longest, length(*x)) > pieces:
                out.append(now)
                now, longest = [], 0
            now.append(x)
            longest = max(longest, length(*x))
        if now:
            out.append(now)
    rng.shuffle(out)
    return out


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--data", default="../../shared/data")
    p.add_argument("--out", default="work")
    p.add_argument("--minutes", type=float, default=90)
    p.add_argument("--rate", type=float, default=1e-4)
    p.add_argument("--heads-rate", type=float, default=1e-3)
    p.add_argument("--start", default="../crates/dateline-weights/reader-4.safetensors", help="the weights file to go on from")
    p.add_argument("--teacher", help="weights that label the syntax of the sets that have none")
    p.add_argument("--reports", nargs="*", default=["reports"], help="folders of reports in the gold reports' format")
    p.add_argument("--sentences", nargs="*", default=["sentences.tsv"], help="files of sentences with two actors and a type")
    p.add_argument("--all", action="store_true", help="train on the pairs that are otherwise kept to watch the run")
    p.add_argument("--pieces", type=int, default=4096)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--bf16", action="store_true")
    p.add_argument("--control", help="file with 'threads end-minute', read as the run goes")
    p.add_argument("--limit", type=int, help="documents per set, to try the program out")
    a = p.parse_args()
    os.makedirs(a.out, exist_ok=True)
    torch.manual_seed(a.seed)
    torch.set_num_threads(1)
    rng = random.Random(a.seed)
    ud = read_conllu(f"{a.data}/ud/gum-train.conllu")[:a.limit] + read_conllu(f"{a.data}/ud/ewt-train.conllu")[:a.limit]
    names, polnear = read_names(f"{a.data}/ner/worldwide-train.tsv")[:a.limit], read_polnear(f"{a.data}/polnear/train.jsonl")[:a.limit]
    pairs = read_pairs(f"{a.data}/plover/plv_train.tsv")[:a.limit]
    quads, facts = read_quads(f"{a.data}/plover/cameo_class_train.tsv")[:a.limit], read_facts(f"{a.data}/factuality/uw-train.jsonl")[:a.limit]
    gap = [d for part in ("development", "validation") for d in read_gap(f"{a.data}/coreference/gap-{part}.tsv")][:a.limit]
    dev = {"gum": read_conllu(f"{a.data}/ud/gum-dev.conllu"), "names": read_names(f"{a.data}/ner/worldwide-dev.tsv"), "polnear": read_polnear(f"{a.data}/polnear/dev.jsonl"),
           "reports": read_reports([f"{a.data}/gold"]), "pairs": pairs[::7]}
    if not a.all:
        del pairs[::7]
    model, vocab = load(a.start)
    labels = model.labels
    wp = WordPiece(vocab)
    docs = ud + names + polnear + pairs + quads + facts + gap
    for d in docs + [d for x in dev.values() for d in x]:
        encode(d, wp)
    teach(ud + names + pairs, f"{a.out}/meanings.npz")
    teacher = load(a.teacher)[0] if a.teacher else None
    index = {"index": {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.items()}}
    if teacher:
        label(teacher, names + polnear + pairs + quads + facts + gap, index | labels, batch)
        print("taught", flush=True)
    total = {k: sum(d["cum"][-1] for d in x) for k, x in (("ud", ud), ("names", names), ("polnear", polnear), ("pairs", pairs), ("quads", quads), ("facts", facts), ("gap", gap))}
    print(json.dumps({"pieces per pass": total, "labels": {k: len(v) for k, v in labels.items()}}), flush=True)
    groups = {"encoder": [], "old": [], "new": []}
    for n, x in model.named_parameters():
        first = n.split(".")[0]
        groups["encoder" if first in ("word", "position", "norm", "layers", "case", "gap") else "new" if first in NEW else "old"].append(x)
    optimizer = torch.optim.AdamW([{"params": groups[k], "lr": r, "base": r} for k, r in (("encoder", a.rate), ("old", 3 * a.rate), ("new", a.heads_rate))], weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    start, seen, step, running, passes = time.time(), 0, 0, {}, 0
    minutes, threads, queue, next_save = a.minutes, 1, [], 8.0
    while True:
        spent = (time.time() - start) / 60
        if spent >= minutes:
            break
        if step % 10 == 0 and a.control and os.path.exists(a.control):
            want, end = open(a.control).read().split()[:2]
            minutes = float(end)
            if int(want) != threads:
                threads = int(want)
                os.sched_setaffinity(0, range(threads))
                torch.set_num_threads(threads)
        if not queue:
            # what was written by us is read anew at each pass, since people go on writing while this runs
            ours, reports = [d for f in a.sentences if os.path.exists(f) for d in read_pairs(f)], read_reports(a.reports)
            for d in ours + reports:
                encode(d, wp)
            if teacher:
                label(teacher, ours + reports, index | labels, batch)
            part = lambda x, n: rng.sample(x, len(x) // n)
            # the small sets about events come often, the large ones in parts, so that no head waits long for its next example
            queue = batches(ud + part(polnear, 2) + part(names, 3) + 3 * reports + 3 * pairs + 2 * ours + quads + part(facts, 4) + part(gap, 4), a.pieces, rng)
            passes += 1
            print(f"pass {passes}: {len(queue)} batches, {len(reports)} reports with {sum(len(d['events']) for d in reports)} events, {len(ours)} own sentences", flush=True)
        t = batch(queue.pop(), index | labels, rng)
        scale = min(1.0, (step + 1) / 100) * max(0.0, 1 - spent / minutes)
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * scale
        model.train()
        with torch.autocast("cpu", torch.bfloat16, enabled=a.bf16):
            losses = loss_of(model, t, 0.1)
        optimizer.zero_grad(set_to_none=True)
        sum(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        seen += int(t["lengths"].sum())
        step += 1
        for k, v in losses.items():
            running[k] = 0.97 * running.get(k, v.item()) + 0.03 * v.item()
        if step % 25 == 0:
            print(f"{spent:6.1f} min  step {step}  {seen / 1e6:.2f} M pieces  {seen / (time.time() - start):.0f}/s  " + " ".join(f"{k} {v:.3f}" for k, v in sorted(running.items())), flush=True)
        if spent > next_save:
            next_save = spent + 15
            figures = evaluate(model, dev, limit=12)
            print(f"{spent:6.1f} min  dev sample " + json.dumps(figures), flush=True)
            export(model, vocab, f"{a.out}/reader-early.safetensors", figures)
    figures = evaluate(model, dev) | {"pieces seen": seen}
    print("dev, gold tokens " + json.dumps(figures), flush=True)
    export(model, vocab, f"{a.out}/reader-4.safetensors", figures)


if __name__ == "__main__":
    main()
