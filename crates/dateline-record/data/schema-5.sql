-- Format 5: the ids of an article's parts begin alike, so that what is written together lies together in every index on ids.

-- A record that began with an earlier format goes on making ids as it did: its corrections name them.
INSERT INTO meta SELECT 'ids', CASE WHEN EXISTS (SELECT 1 FROM document) THEN 'scattered' ELSE 'together' END;
