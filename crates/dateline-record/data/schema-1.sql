-- Format 1 of a record. Tables in the singular are the store's own; the views in data/views.sql are what people ask.
-- Every table of things has a number n of its own, for full-text search alone: it depends on the order of adding and leaves no door.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE document (
    key TEXT NOT NULL, content TEXT NOT NULL, article TEXT, problem TEXT,
    PRIMARY KEY (content, key)
) WITHOUT ROWID;
CREATE INDEX document_article ON document (article);

CREATE TABLE article (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    url TEXT, canonical TEXT, outlet TEXT, headline TEXT, byline TEXT, dateline TEXT,
    published TEXT, published_from TEXT, language TEXT, agencies TEXT NOT NULL, words INTEGER NOT NULL,
    program TEXT NOT NULL, model TEXT NOT NULL, codebook TEXT NOT NULL
);
CREATE INDEX article_published ON article (published);
CREATE INDEX article_outlet ON article (outlet, published);
-- Apart from the article, so that a walk over articles does not read their texts. The report is JSON without the text, deflated.
CREATE TABLE article_text (n INTEGER PRIMARY KEY, headline TEXT, text TEXT NOT NULL, report BLOB NOT NULL);

CREATE TABLE entity (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article TEXT NOT NULL, in_report TEXT NOT NULL,
    kind TEXT NOT NULL, name TEXT NOT NULL, names TEXT NOT NULL, country TEXT, sector TEXT, descriptions TEXT NOT NULL, profile TEXT
);
CREATE INDEX entity_article ON entity (article);
CREATE INDEX entity_profile ON entity (profile);
CREATE INDEX entity_name ON entity (name COLLATE NOCASE);

CREATE TABLE statement (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article TEXT NOT NULL, in_report TEXT NOT NULL,
    kind TEXT NOT NULL, stance TEXT NOT NULL, source TEXT, source_name TEXT, cue TEXT, content TEXT NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, inside TEXT, confidence REAL NOT NULL, rejected INTEGER NOT NULL
);
CREATE INDEX statement_article ON statement (article);
CREATE INDEX statement_source ON statement (source);

CREATE TABLE chain (
    statement TEXT NOT NULL, position INTEGER NOT NULL, role TEXT NOT NULL, entity TEXT, name TEXT,
    PRIMARY KEY (statement, position)
) WITHOUT ROWID;
CREATE INDEX chain_entity ON chain (entity);

CREATE TABLE event (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article TEXT NOT NULL, in_report TEXT NOT NULL,
    type TEXT NOT NULL, mode TEXT, "trigger" TEXT NOT NULL, trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL,
    sentence TEXT NOT NULL, status TEXT NOT NULL, statement TEXT, same_as TEXT,
    place TEXT, place_level TEXT, country TEXT, geonames_id INTEGER, lat REAL, lon REAL,
    "start" TEXT, "end" TEXT, precision TEXT, time_words TEXT,
    confidence REAL NOT NULL, rejected INTEGER NOT NULL, corrected INTEGER NOT NULL
);
CREATE INDEX event_article ON event (article);
CREATE INDEX event_statement ON event (statement);
CREATE INDEX event_type ON event (type, "start");
CREATE INDEX event_country ON event (country, "start");
CREATE INDEX event_start ON event ("start");

CREATE TABLE party (
    event TEXT NOT NULL, role TEXT NOT NULL, position INTEGER NOT NULL, entity TEXT NOT NULL,
    PRIMARY KEY (event, role, position)
) WITHOUT ROWID;
CREATE INDEX party_entity ON party (entity);

-- What grouping keeps. Layers: 0 story, 1 coverage, 2 happening, 3 identity.
CREATE TABLE facts (item TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE posting (layer INTEGER NOT NULL, key INTEGER NOT NULL, item TEXT NOT NULL, PRIMARY KEY (layer, key, item)) WITHOUT ROWID;
CREATE TABLE link (
    layer INTEGER NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, verdict TEXT NOT NULL, score REAL NOT NULL, evidence TEXT NOT NULL,
    PRIMARY KEY (layer, a, b)
) WITHOUT ROWID;
CREATE INDEX link_b ON link (layer, b);
CREATE TABLE membership (layer INTEGER NOT NULL, item TEXT NOT NULL, grp TEXT NOT NULL, PRIMARY KEY (layer, item)) WITHOUT ROWID;
CREATE INDEX membership_group ON membership (layer, grp, item);

CREATE TABLE story (id TEXT PRIMARY KEY, earliest TEXT NOT NULL, agency TEXT, articles INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE identity (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL, names TEXT NOT NULL,
    country TEXT, sector TEXT, entities INTEGER NOT NULL
);

CREATE TABLE happening (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, mode TEXT, status TEXT NOT NULL,
    first TEXT, last TEXT, reported TEXT, day TEXT, until TEXT,
    who TEXT NOT NULL, to_whom TEXT NOT NULL, countries TEXT NOT NULL,
    place TEXT, country TEXT, geonames_id INTEGER, lat REAL, lon REAL,
    events INTEGER NOT NULL, articles INTEGER NOT NULL, stories INTEGER NOT NULL, sources INTEGER NOT NULL,
    anonymous INTEGER NOT NULL, denying INTEGER NOT NULL, disputed TEXT NOT NULL
);
CREATE INDEX happening_day ON happening (day IS NULL, day, id);
CREATE INDEX happening_type ON happening (type, day IS NULL, day, id);
CREATE INDEX happening_sources ON happening (sources, day);

CREATE TABLE ruling (
    layer INTEGER NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, same INTEGER NOT NULL, correction INTEGER NOT NULL,
    PRIMARY KEY (layer, a, b, correction)
) WITHOUT ROWID;
CREATE INDEX ruling_b ON ruling (layer, b);
CREATE INDEX ruling_correction ON ruling (correction);

CREATE TABLE correction (
    n INTEGER PRIMARY KEY, made TEXT NOT NULL, by TEXT NOT NULL, why TEXT NOT NULL, what TEXT NOT NULL,
    replaces TEXT NOT NULL, undone_by INTEGER, article TEXT
);
CREATE INDEX correction_article ON correction (article) WHERE article IS NOT NULL;

-- Full text. The words of a search are those of the language ("protests" finds "protest"), without accents.
CREATE VIEW search_article AS SELECT t.n, t.headline, t.text, a.id AS article FROM article_text t JOIN article a ON a.n = t.n;
CREATE VIRTUAL TABLE article_search USING fts5(
    headline, text, article UNINDEXED, content = 'search_article', content_rowid = 'n', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIEW search_statement AS SELECT n, coalesce(source_name, '') AS source, content, id AS statement FROM statement;
CREATE VIRTUAL TABLE statement_search USING fts5(
    source, content, statement UNINDEXED, content = 'search_statement', content_rowid = 'n', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE happening_search USING fts5(
    who, place, words, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE identity_search USING fts5(
    names, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
