#!/usr/bin/env python3
"""Main text and dates of web pages: evaluation/pages.py [--program target/release/dateline] [--pages ../shared/data/html] [--dates FILE] [--speed] [--errors]

The pages are those of the public article extraction benchmark (Zyte, MIT; 181 pages, of which the half that is not held out lies in
../shared/data/html, beside this repository). The score is the benchmark's own: per page the shares of runs of four words that are right,
averaged over pages; F1 of the two means. FILE holds the day that a person sees stated on each page (`-` for none), one page a line: id TAB day;
without it no dates are scored. Neither pages nor days are in this repository.
"""
import argparse, collections, gzip, json, os, re, resource, subprocess, sys, tempfile, time

TOKEN = re.compile(r"\w+", re.UNICODE | re.MULTILINE | re.IGNORECASE | re.DOTALL)


def shingles(text, n=4):
    tokens = TOKEN.findall(text or "")
    if len(tokens) < n:
        return collections.Counter([tuple(tokens)] if tokens else [])
    return collections.Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def score(true, found):
    """Precision and recall of one page."""
    true, found = shingles(true), shingles(found)
    right = sum((true & found).values())
    missed, added = sum(true.values()) - right, sum(found.values()) - right
    precision = 1.0 if added == 0 and missed == 0 else (right / (right + added) if right else 0.0)
    recall = 1.0 if added == 0 and missed == 0 else (right / (right + missed) if right else 0.0)
    return precision, recall


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=os.path.join(here, "../target/release/dateline"))
    parser.add_argument("--pages", default=os.path.join(here, "../../shared/data/html"))
    parser.add_argument("--dates", help="the days that people see stated, id TAB day")
    parser.add_argument("--speed", action="store_true", help="pages a second on one thread, over five copies of the set")
    parser.add_argument("--errors", action="store_true", help="list the pages by what they lose, and every date that is not as stated")
    asked = parser.parse_args()

    truth = json.load(open(os.path.join(asked.pages, "ground-truth.json")))
    names = sorted(truth)
    work = tempfile.mkdtemp()
    files = []
    for name in names:
        path = os.path.join(work, name + ".html")
        with gzip.open(os.path.join(asked.pages, "pages", name + ".html.gz")) as page, open(path, "wb") as out:
            out.write(page.read())
        files.append(path)
    run = subprocess.run([asked.program, "article", *files], capture_output=True, text=True)
    rows = {os.path.basename(row["source"])[:-5]: row for row in map(json.loads, run.stdout.splitlines())}
    for line in run.stderr.splitlines():
        print("stderr:", line)

    scores = {name: score(truth[name]["articleBody"], rows.get(name, {}).get("article", {}).get("text", "")) for name in names}
    precision = sum(p for p, _ in scores.values()) / len(names)
    recall = sum(r for _, r in scores.values()) / len(names)
    print(f"main text, {len(names)} pages: F1 {2 * precision * recall / (precision + recall):.4f}  precision {precision:.4f}  recall {recall:.4f}")
    if asked.errors:
        for name in sorted(names, key=lambda n: sum(scores[n]))[:25]:
            print(f"  {name[:12]} P {scores[name][0]:.3f} R {scores[name][1]:.3f} {truth[name]['url'][:90]}")

    if asked.dates:
        with open(asked.dates, encoding="utf-8") as days:
            stated = dict(line.rstrip("\n").split("\t")[:2] for line in days if "\t" in line and not line.startswith("#"))
        kinds = collections.Counter()
        for name, day in sorted(stated.items()):
            article = rows.get(name, {}).get("article", {})
            found, origin = article.get("published"), article.get("published_origin")
            kind = ("right" if found == day else "wrong" if found else "missed") if day != "-" else ("invented" if found else "rightly none")
            kinds[kind] += 1
            if asked.errors and kind in ("wrong", "missed", "invented"):
                print(f"  {kind}: {name[:12]} stated {day}, found {found} ({origin}) {truth[name]['url'][:90]}")
        n = sum(day != "-" for day in stated.values())
        print(f"dates: {kinds['right']} of {n} stated ones right, {kinds['wrong']} wrong, {kinds['missed']} missed; of {len(stated) - n} pages without, "
              f"{kinds['invented']} got one")

    if asked.speed:
        five = files * 5
        start, before = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([asked.program, "article", "--threads", "1", *five], capture_output=True, check=False)
        seconds, after = time.time() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        core = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        size = sum(os.path.getsize(f) for f in five) / 1e6
        print(f"speed, one thread: {len(five) / seconds:.0f} pages a second, {size / seconds:.1f} MB a second; "
              f"{len(five) / core:.0f} pages for each second of a core's time ({core:.1f} s), which counts where the machine is busy")
    for path in files:
        os.remove(path)
    os.rmdir(work)
    return 0 if run.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
