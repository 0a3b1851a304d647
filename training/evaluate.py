"""Dev figures on gold tokens and gold sentences while training; the figures that count come from the program itself (evaluation/)."""
import random

import torch

from data import windows
from model import TYPES, bucket_of
from tasks import form_class, link_bucket, pair_scores


def entities(tags):
    out, start, kind = set(), None, None
    for i, t in enumerate(list(tags) + ["O"]):
        if start is not None and (t == "O" or t[0] == "B" or t[2:] != kind):
            out.add((start, i, kind))
            start = None
        if t != "O" and start is None:
            start, kind = i, t[2:]
    return out


def f1(hit, predicted, gold):
    return round(200 * hit / max(1, predicted + gold), 2)


def evaluate(model, dev, limit=None):
    from train import batch
    model.eval()
    labels = model.labels
    index = {"index": {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.items()}}
    c = dict.fromkeys("words upos xpos lemma uas las bound bound_p bound_g name_hit name_p name_g three_hit three_p three_g cue_hit cue_p cue_g content_hit source_hit role_g event_hit event_typed event_p event_g argument_hit argument_g status_hit status_g link_hit link_g".split(), 0)
    c["pairs"] = []
    with torch.no_grad():
        for name, docs in dev.items():
            docs = random.Random(3).sample(docs, min(limit or len(docs), len(docs)))
            for d in docs:
                items = [(d, s, e) for s, e in windows(d)]
                for i in range(0, len(items), 8):
                    one(model, batch(items[i:i + 8], index | labels, None), labels, c)
    return {"UPOS": round(100 * c["upos"] / max(1, c["words"]), 2), "XPOS": round(100 * c["xpos"] / max(1, c["words"]), 2), "lemma": round(100 * c["lemma"] / max(1, c["words"]), 2),
            "UAS": round(100 * c["uas"] / max(1, c["words"]), 2), "LAS": round(100 * c["las"] / max(1, c["words"]), 2),
            "sentence starts F1": f1(c["bound"], c["bound_p"], c["bound_g"]), "names F1": f1(c["name_hit"], c["name_p"], c["name_g"]),
            "PER/ORG/LOC F1": f1(c["three_hit"], c["three_p"], c["three_g"]), "cue F1": f1(c["cue_hit"], c["cue_p"], c["cue_g"]),
            "event detect F1": f1(c["event_hit"], c["event_p"], c["event_g"]), "event typed F1": f1(c["event_typed"], c["event_p"], c["event_g"]),
            "actors and recipients found": round(100 * c["argument_hit"] / max(1, c["argument_g"]), 2), "status": round(100 * c["status_hit"] / max(1, c["status_g"]), 2),
            "antecedent right": round(100 * c["link_hit"] / max(1, c["link_g"]), 2), "type between two actors, macro F1": macro(c["pairs"]),
            "content J80 given cue": round(100 * c["content_hit"] / max(1, c["role_g"]), 2), "source given cue": round(100 * c["source_hit"] / max(1, c["role_g"]), 2)}


def macro(pairs):
    """pairs of (types allowed, type found), CONCEDE and RETREAT as one."""
    fold = lambda t: TYPES.index("CONCEDE") if t == TYPES.index("RETREAT") else t
    pairs = [(fold(a[0]), fold(p)) for a, p in pairs]
    each = [200 * sum(g == p == c for g, p in pairs) / max(1, sum(g == c for g, _ in pairs) + sum(p == c for _, p in pairs)) for c in sorted({g for g, _ in pairs})]
    return round(sum(each) / max(1, len(each)), 2)


def extra(model, w3, t, c):
    x = t["extra"]
    for b, types in x.events:
        p = model.event(w3[b, :len(types)]).argmax(-1)
        known = types != -100
        c["event_hit"] += int(((p > 0) & (types > 0) & known).sum())
        c["event_typed"] += int(((p == types) & (types > 0)).sum())
        c["event_p"] += int(((p > 0) & known).sum())
        c["event_g"] += int((types > 0).sum())
    for b, i, role in x.triggers:
        scores = model.arguments(w3[b:b + 1], w3[b, i][None], torch.tensor([0]), torch.tensor([[bucket_of(i, i, k) for k in range(w3.shape[1])]]))[0]
        for r in (1, 2):
            gold = (role == r).nonzero()[:, 0].tolist()
            if gold:
                s = (scores[:len(role), r] - scores[:len(role), 0]).masked_fill(role == -100, -1e4)
                c["argument_hit"] += int(s.argmax()) in gold
                c["argument_g"] += 1
    if x.events:
        for b, i, allowed in x.status:
            c["status_hit"] += int(model.status(w3[b, i]).argmax()) in allowed
            c["status_g"] += 1
    for b, n, s, y, allowed in x.pairs:
        c["pairs"].append((allowed, int(pair_scores(model, w3[b, :n], s, y).argmax()) + 1))
    for b, at, gold, ask, forms in x.chains:
        n = len(at)
        bucket = torch.tensor([[link_bucket(abs(at[i] - at[j])) for j in range(n)] for i in range(n)])
        form = torch.tensor([[form_class(forms[i], forms[j]) for j in range(n)] for i in range(n)])
        s = model.links(w3[b, at], bucket, form)
        for i in ask:
            if gold[i]:
                c["link_g"] += 1
                c["link_hit"] += int(s[i, list(range(i)) + [n]].argmax()) in gold[i]


def one(model, t, labels, c):
    B, W = t["shape"]
    h = model.encode(t["ids"], t["case"], t["gap"], t["lengths"])
    w = model.words(h, t["piece"], t["word"], B * W)
    w3, tags = w.view(B, W, -1), t["tags"]
    extra(model, w3, t, c)
    gold = tags["head"]
    if (gold != -100).any():
        keep = gold != -100
        c["words"] += int(keep.sum())
        for k in ("upos", "xpos", "lemma"):
            c[k] += int((getattr(model, k)(w3).argmax(-1) == tags[k])[keep].sum())
        arc, rdep, rhead = model.arcs(w3, h[:, 0])
        same = t["sentence"]
        allowed = torch.cat([torch.ones_like(same[:, :, None], dtype=torch.bool), same[:, :, None] == same[:, None, :]], 2)
        arc = arc.masked_fill(~allowed, -1e4)
        arc[:, range(W), range(1, W + 1)] = -1e4
        head = arc.argmax(-1)
        b, i = keep.nonzero(as_tuple=True)
        rel = model.relations(rdep[b, i], rhead[b, head[b, i]]).argmax(-1)
        right = head[b, i] == gold[b, i]
        universal = [r.split(":")[0] for r in labels["deprel"]]
        same_rel = torch.tensor([universal[x] == universal[y] for x, y in zip(rel.tolist(), tags["rel"][b, i].clamp(min=0).tolist())])
        c["uas"] += int(right.sum())
        c["las"] += int((right & same_rel).sum())
        g = t["boundary"]
        known = g != -100
        known[:, 1] = False      # the first piece of a window always starts a sentence
        p = model.boundary(h).argmax(-1)
        c["bound"] += int(((p == 2) & (g == 2) & known).sum())
        c["bound_p"] += int(((p == 2) & known).sum())
        c["bound_g"] += int(((g == 2) & known).sum())
    for b in range(B):
        row = tags["names"][b]
        n = int((row != -100).sum())
        if n:
            g = entities([labels["names"][x] for x in row[:n].tolist()])
            p = entities([labels["names"][x] for x in model.names(w3[b, :n]).argmax(-1).tolist()])
            c["name_hit"] += len(g & p)
            c["name_p"] += len(p)
            c["name_g"] += len(g)
            three = lambda s: {x for x in s if x[2] in ("PER", "ORG", "LOC")}
            c["three_hit"] += len(three(g) & three(p))
            c["three_p"] += len(three(p))
            c["three_g"] += len(three(g))
        row = tags["cue"][b]
        n = int((row != -100).sum())
        if n:
            bio = ["O", "B-cue", "I-cue"]
            g = entities([bio[x] for x in row[:n].tolist()])
            p = entities([bio[x] for x in model.cue(w3[b, :n]).argmax(-1).tolist()])
            c["cue_hit"] += len([x for x in g if any(x[0] < y[1] and y[0] < x[1] for y in p)])
            c["cue_p"] += len(p)
            c["cue_g"] += len(g)
    if t["cues"]:
        window = torch.tensor([x[0] for x in t["cues"]])
        vectors = torch.stack([w3[b, x:y].mean(0) for b, x, y, *_ in t["cues"]])
        scores = model.roles(w3, vectors, window, torch.tensor([x[4] for x in t["cues"]]))[..., :3]
        for s, (_, _, _, role, *_) in zip(scores, t["cues"]):
            n = int((role != -100).sum())
            p, role = s[:n].argmax(-1), role[:n]
            c["role_g"] += 1
            inter, union = int(((p == 2) & (role == 2)).sum()), int(((p == 2) | (role == 2)).sum())
            c["content_hit"] += inter >= 0.8 * max(1, union)
            c["source_hit"] += bool(((p == 1) & (role == 1)).any()) or not ((p == 1) | (role == 1)).any()
