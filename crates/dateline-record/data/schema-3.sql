-- Format 3: events, articles, parties and links of chains say themselves what questions ask of them, so that counting looks into one table.

-- The happening of an event and the story of an article stand with it; `membership` keeps identities alone.
ALTER TABLE event ADD COLUMN happening TEXT;
ALTER TABLE article ADD COLUMN story TEXT;
-- The names of those who took part, "; " between them.
ALTER TABLE event ADD COLUMN actors TEXT;
ALTER TABLE event ADD COLUMN recipients TEXT;
UPDATE event SET
    happening = (SELECT grp FROM membership WHERE layer = 2 AND item = event.id),
    actors = (SELECT group_concat(e.name, '; ') FROM party p JOIN entity e ON e.id = p.entity WHERE p.event = event.id AND p.role = 'actor'),
    recipients = (SELECT group_concat(e.name, '; ') FROM party p JOIN entity e ON e.id = p.entity WHERE p.event = event.id AND p.role = 'recipient');
UPDATE article SET story = (SELECT grp FROM membership WHERE layer = 0 AND item = article.id);
DELETE FROM membership WHERE layer IN (0, 2);
CREATE INDEX event_happening ON event (happening, id);
CREATE INDEX article_story ON article (story, id);

-- What the entity is.
ALTER TABLE party ADD COLUMN name TEXT;
ALTER TABLE party ADD COLUMN kind TEXT;
ALTER TABLE party ADD COLUMN country TEXT;
ALTER TABLE party ADD COLUMN sector TEXT;
ALTER TABLE party ADD COLUMN profile TEXT;
UPDATE party SET (name, kind, country, sector, profile) = (SELECT name, kind, country, sector, profile FROM entity WHERE id = party.entity);
ALTER TABLE chain ADD COLUMN profile TEXT;
UPDATE chain SET profile = (SELECT profile FROM entity WHERE id = chain.entity) WHERE entity IS NOT NULL;

-- Evidence is long: beside the keys it would take pages of its own.
DROP VIEW IF EXISTS links;
CREATE TABLE link_3 (
    n INTEGER PRIMARY KEY, layer INTEGER NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, verdict TEXT NOT NULL, score REAL NOT NULL, evidence TEXT NOT NULL
);
INSERT INTO link_3 (layer, a, b, verdict, score, evidence) SELECT layer, a, b, verdict, score, evidence FROM link ORDER BY layer, a, b;
DROP TABLE link;
ALTER TABLE link_3 RENAME TO link;
-- A pair has one link; the verdict stands in the indices so that those of one verdict are found without reading the others.
CREATE UNIQUE INDEX link_a ON link (layer, a, verdict, b);
CREATE INDEX link_b ON link (layer, b, verdict, a);
