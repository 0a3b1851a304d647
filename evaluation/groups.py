#!/usr/bin/env python3
"""Scores the grouping of ECB+: evaluation/groups.py ECBPLUS_DIR PREDICTIONS

PREDICTIONS is written by `dateline evaluate ecbplus ECBPLUS_DIR --predictions PREDICTIONS`. Prints B-cubed and ARI of the articles, whose
occurrence is told by the names of the files, and B-cubed of the event mentions, given the occurrence and over the whole set. Mentions are those of
sentences in which at least one event is linked, as the annotators looked at no others; one without links is an event of its own.
"""
import collections
import glob
import json
import os
import re
import sys
import xml.etree.ElementTree as xml


def gold(folder):
    articles, mentions, anywhere = {}, {}, {}
    for path in sorted(glob.glob(f"{folder}/**/*.xml", recursive=True)):
        root, name = xml.parse(path).getroot(), os.path.basename(path)[:-4]
        articles[name] = re.sub(r"_\d+", "_", name)
        sentence = {t.get("t_id"): t.get("sentence") for t in root.iter("token")}
        markables, of_sentence, instance = root.find("Markables"), {}, {}
        for m in markables:
            instance[m.get("m_id")] = m.get("instance_id")
            anchors = m.findall("token_anchor")
            if anchors and re.match(r"(NEG_)?ACTION", m.tag):
                of_sentence[m.get("m_id")] = sentence[anchors[0].get("t_id")]
        linked = {}
        relations = root.find("Relations")
        for r in relations if relations is not None else []:
            target = r.find("target").get("m_id")
            key = (r.tag == "CROSS_DOC_COREF" and instance.get(target)) or f"{name} {r.get('r_id')}"
            linked.update({s.get("m_id"): key for s in r.findall("source")})
        looked_at = {s for m, s in of_sentence.items() if m in linked}
        for m, s in of_sentence.items():
            anywhere[f"{name}#{m}"] = linked.get(m, f"{name}#{m}")
            if s in looked_at:
                mentions[f"{name}#{m}"] = linked.get(m, f"{name}#{m}")
    return articles, mentions, anywhere


def b_cubed(gold, predicted):
    truth, found = collections.defaultdict(set), collections.defaultdict(set)
    for item, group in gold.items():
        truth[group].add(item)
        found[predicted.get(item, item)].add(item)
    precision = recall = 0
    for item, group in gold.items():
        both = len(truth[group] & found[predicted.get(item, item)])
        precision += both / len(found[predicted.get(item, item)])
        recall += both / len(truth[group])
    precision, recall = precision / len(gold), recall / len(gold)
    return {"f1": round(200 * precision * recall / (precision + recall), 1), "precision": round(100 * precision, 1), "recall": round(100 * recall, 1)}


def ari(gold, predicted):
    pairs = lambda n: n * (n - 1) / 2  # noqa: E731
    both = sum(map(pairs, collections.Counter((gold[i], predicted.get(i, i)) for i in gold).values()))
    a = sum(map(pairs, collections.Counter(gold.values()).values()))
    b = sum(map(pairs, collections.Counter(predicted.get(i, i) for i in gold).values()))
    chance = a * b / pairs(len(gold))
    return round(100 * (both - chance) / ((a + b) / 2 - chance), 1)


def main():
    folder, predictions = sys.argv[1:]
    articles, mentions, anywhere = gold(folder)
    rows = [json.loads(line) for line in open(predictions, encoding="utf-8")]
    grouped = {r["article"]: r["group"] for r in rows if "article" in r}
    over_all = {r["mention"]: r["group"] for r in rows if "mention" in r}
    within = {r["mention"]: r["group_within"] for r in rows if "mention" in r}
    print(json.dumps({
        "articles": b_cubed(articles, grouped), "articles ari": ari(articles, grouped),
        "mentions given the occurrence": b_cubed(mentions, within), "mentions": b_cubed(mentions, over_all),
        "all marked events given the occurrence": b_cubed(anywhere, within), "all marked events": b_cubed(anywhere, over_all),
        "n": [len(articles), len(mentions), len(anywhere)],
    }, indent=1))


if __name__ == "__main__":
    main()
