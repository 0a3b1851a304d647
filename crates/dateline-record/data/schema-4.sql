-- Format 4: questions about one identity, one speaker or one stance find their rows; SQLite is told how many rows an index leaves; two
-- indices that nothing asks for any more are gone.

CREATE INDEX party_profile ON party (profile);
CREATE INDEX chain_profile ON chain (profile);
CREATE INDEX statement_source_name ON statement (source_name);
CREATE INDEX statement_stance ON statement (stance);
-- Happenings lie in the order of their days since format 2.
DROP INDEX happening_day;
DROP INDEX happening_type;

-- How many rows there are and how many an index leaves, in a record of a million events, rounded from `ANALYZE` of one of 1,000 articles. Without
-- them SQLite takes an article for as common as a type, and reads every protest to find those of one article. They never change: a plan
-- does not depend on what was added before.
ANALYZE meta;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('article', 'sqlite_autoindex_article_1', '50000 1'),
    ('article', 'article_published', '50000 20'),
    ('article', 'article_outlet', '50000 200 1'),
    ('article', 'article_story', '50000 1 1'),
    ('article_text', NULL, '50000'),
    ('chain', 'chain', '2000000 2 1'),
    ('chain', 'chain_entity', '2000000 4'),
    ('chain', 'chain_profile', '2000000 50'),
    ('document', 'document', '50000 1 1'),
    ('document', 'document_article', '50000 1'),
    ('entity', 'sqlite_autoindex_entity_1', '1200000 1'),
    ('entity', 'entity_article', '1200000 23'),
    ('entity', 'entity_name', '1200000 10'),
    ('entity', 'entity_profile', '1200000 10'),
    ('event', 'sqlite_autoindex_event_1', '1000000 1'),
    ('event', 'event_article', '1000000 20'),
    ('event', 'event_country', '1000000 8000 20'),
    ('event', 'event_happening', '1000000 2 1'),
    ('event', 'event_start', '1000000 200'),
    ('event', 'event_statement', '1000000 4'),
    ('event', 'event_type', '1000000 60000 50'),
    ('facts', 'facts', '1500000 1'),
    ('happening', 'sqlite_autoindex_happening_1', '400000 1'),
    ('happening', 'happening_of_type', '400000 25000'),
    ('happening', 'happening_sources', '400000 40000 20'),
    ('identity', 'sqlite_autoindex_identity_1', '100000 1'),
    ('link', 'link_a', '1600000 500000 5 5 1'),
    ('link', 'link_b', '1600000 500000 5 5 1'),
    ('membership', 'membership', '100000 100000 1'),
    ('membership', 'membership_group', '100000 100000 2 1'),
    ('party', 'party', '1400000 2 1 1'),
    ('party', 'party_entity', '1400000 2'),
    ('party', 'party_profile', '1400000 30'),
    ('posting', 'posting', '12000000 4000000 3 1'),
    ('statement', 'sqlite_autoindex_statement_1', '1000000 1'),
    ('statement', 'statement_article', '1000000 20'),
    ('statement', 'statement_source', '1000000 2'),
    ('statement', 'statement_source_name', '1000000 10'),
    ('statement', 'statement_stance', '1000000 100000'),
    ('story', 'story', '50000 1');
ANALYZE sqlite_schema;
