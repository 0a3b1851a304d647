-- What `dateline query` asks. "dateline schema" prints the comment before each view and the one beside each column.

DROP VIEW IF EXISTS articles;
-- One published text. Copies of one text share a story.
CREATE VIEW articles AS SELECT
    a.id, -- a and 12 letters, from what the article says and where and when it says it
    a.url, -- where it was found
    a.canonical, -- the address that the page names as its own original
    a.outlet, -- who published it
    a.headline, -- its headline
    a.byline, -- its byline as written
    a.dateline, -- its dateline as written
    a.published, -- the day of publication
    a.published_from, -- where that day comes from: stated, feed, url, crawl
    a.language, -- ISO 639-1
    a.agencies, -- agencies it credits for its text, "; " between them
    a.words, -- how many words
    a.story, -- its story
    a.program, -- what read it
    a.model, -- with which weights
    a.codebook -- by which codebook
FROM article a;

DROP VIEW IF EXISTS texts;
-- The texts of articles; offsets in statements and events are code points into them.
CREATE VIEW texts AS SELECT
    a.id AS article, -- the article
    t.text -- its text
FROM article a JOIN article_text t ON t.n = a.n;

DROP VIEW IF EXISTS statements;
-- Who says what.
CREATE VIEW statements AS SELECT
    s.id, -- q and 12 letters
    s.article, -- the article
    s.in_report, -- its id in the report of the article
    s.kind, -- direct, indirect, mixed
    s.stance, -- says, denies, believes, wants, asks, promises, threatens, accuses, rumoured
    s.source, -- the entity that says it
    s.source_name, -- its name or description
    s.cue, -- the words that attribute
    s.content, -- what is said
    s."start", -- first code point of the content
    s."end", -- one past its last code point
    (SELECT group_concat(coalesce(c.name, c.role), ' -> ') FROM (SELECT * FROM chain c WHERE c.statement = s.id ORDER BY c.position) c)
        AS source_chain, -- from the speaker to the outlet
    s.inside, -- the statement it is nested in
    s.confidence, -- 0 to 1
    s.rejected -- 1 when a person said that the article does not say this
FROM statement s;

DROP VIEW IF EXISTS chains;
-- The links of source chains, one a row.
CREATE VIEW chains AS SELECT
    c.statement, -- the statement
    c.position, -- 0 is the speaker
    c.role, -- speaker, intermediary, outlet
    c.entity, -- the entity
    c.name, -- its name
    m.grp AS identity -- its identity
FROM chain c LEFT JOIN membership m ON m.layer = 3 AND m.item = c.profile;

DROP VIEW IF EXISTS events;
-- Who did what to whom, as one article tells it. Corrections by people are in it.
CREATE VIEW events AS SELECT
    v.id, -- v and 12 letters
    v.article, -- the article
    v.in_report, -- its id in the report of the article
    v.happening, -- the occurrence that it tells
    v.type, -- type in the codebook
    v.mode, -- mode in the codebook
    v.status, -- happened, ongoing, planned, possible, denied
    v."trigger", -- the words that name it
    v.trigger_start, -- first code point of the trigger
    v.trigger_end, -- one past its last code point
    v.actors, -- who did it
    v.recipients, -- to whom
    v.place, -- where
    v.place_level, -- country, admin1, admin2, city, poi
    v.country, -- ISO 3166 alpha-3 of the place
    v.geonames_id, -- GeoNames id
    v.lat, -- degrees north
    v.lon, -- degrees east
    v."start", -- first day; null when open or not known
    v."end", -- last day; null when open or not known
    v.precision, -- day, week, month, season, year ...
    v.time_words, -- the words that say when
    v.statement, -- the statement it stands in; null in the outlet's own voice
    v.same_as, -- the event of the same article that it tells again
    v.sentence, -- the sentence that tells it
    v.confidence, -- 0 to 1
    v.rejected, -- 1 when a person said that the article does not tell this
    v.corrected -- 1 when a person changed something of it
FROM event v;

DROP VIEW IF EXISTS parties;
-- Who took part in events, one a row.
CREATE VIEW parties AS SELECT
    p.event, -- the event
    p.role, -- actor, recipient
    p.position, -- 0, 1 ...
    p.entity, -- the entity
    p.name, -- its name or description
    p.kind, -- person, group, organization, country, place
    p.country, -- ISO 3166 alpha-3 of the country it belongs to
    p.sector, -- PLOVER sector
    m.grp AS identity -- its identity
FROM party p LEFT JOIN membership m ON m.layer = 3 AND m.item = p.profile;

DROP VIEW IF EXISTS entities;
-- Those of whom one article speaks.
CREATE VIEW entities AS SELECT
    e.id, -- e and 12 letters
    e.article, -- the article
    e.in_report, -- its id in the report of the article
    e.kind, -- person, group, organization, country, place
    e.name, -- the fullest form
    e.names, -- a JSON list of the names the article uses; empty when it only describes
    e.country, -- ISO 3166 alpha-3 of the country it belongs to
    e.sector, -- PLOVER sector
    e.descriptions, -- a JSON list of the phrases that describe it
    m.grp AS identity -- who it is across articles; null when the article does not name it
FROM entity e LEFT JOIN membership m ON m.layer = 3 AND m.item = e.profile;

DROP VIEW IF EXISTS identities;
-- The same person, group, organization, country or place across articles.
CREATE VIEW identities AS SELECT
    i.id, -- i and 12 letters
    i.kind, -- person, group, organization, country, place
    i.name, -- the name used most
    i.names, -- a JSON list of all names
    i.country, -- ISO 3166 alpha-3
    i.sector, -- PLOVER sector
    i.entities -- how many entities of articles
FROM identity i;

DROP VIEW IF EXISTS stories;
-- Articles that are copies or light rewrites of one text.
CREATE VIEW stories AS SELECT
    s.id, -- s and 12 letters
    s.earliest, -- the article that was published first
    s.agency, -- the agency credited by most of its articles
    s.articles -- how many articles
FROM story s;

DROP VIEW IF EXISTS happenings;
-- Occurrences: events of different stories that are the same one.
CREATE VIEW happenings AS SELECT
    h.id, -- h and 12 letters
    h.type, -- the type that most versions have
    h.mode, -- the mode that most versions have
    h.status, -- the status that most versions have
    h.first, -- the first day, by the most precise version
    h.last, -- the last day, by the most precise version
    h.reported, -- the first day on which it was reported
    h.who, -- who did it, "; " between names, the one told most first
    h.to_whom, -- to whom
    h.place, -- where, as most versions say
    h.country, -- ISO 3166 alpha-3 of the place
    h.geonames_id, -- GeoNames id
    h.lat, -- degrees north
    h.lon, -- degrees east
    h.sources, -- how many independent sources
    h.anonymous, -- how many sources without a name
    h.denying, -- how many sources deny it
    h.stories, -- how many stories
    h.articles, -- how many articles
    h.events, -- how many events of articles
    h.disputed -- what its versions disagree on, "; " between: date, place, toll, actor ...
FROM happening h;

DROP VIEW IF EXISTS links;
-- Why two things were joined.
CREATE VIEW links AS SELECT
    'story' AS layer, -- what they join into: story, coverage, happening, identity
    l.a, -- one of the two: an article, an event, a profile of names
    l.b, -- the other
    l.verdict, -- same (joins), twin (b repeats a and joins what a joins), partly (does not join)
    l.score, -- 0 to 1
    l.evidence -- a JSON list of what speaks for it
FROM link l WHERE l.layer = 0
UNION ALL SELECT 'coverage', l.a, l.b, l.verdict, l.score, l.evidence FROM link l WHERE l.layer = 1
UNION ALL SELECT 'happening', l.a, l.b, l.verdict, l.score, l.evidence FROM link l WHERE l.layer = 2
UNION ALL SELECT 'identity', l.a, l.b, l.verdict, l.score, l.evidence FROM link l WHERE l.layer = 3;

DROP VIEW IF EXISTS documents;
-- What was offered to the record, and what became of it.
CREATE VIEW documents AS SELECT
    d.key, -- file, address, or place in an archive
    d.content, -- digest of its bytes
    d.article, -- the article made from it
    d.problem -- why nothing could be read
FROM document d;

DROP VIEW IF EXISTS corrections;
-- What people corrected.
CREATE VIEW corrections AS SELECT
    c.n, -- its number
    c.made, -- when
    c.by, -- who
    c.why, -- why
    c.what, -- what, as JSON
    c.replaces, -- what stood there before
    c.undone_by -- the correction that takes it back
FROM correction c;
