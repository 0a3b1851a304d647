-- Format 2: happenings lie in the order of their days (sqlite/days.rs), so that a search for words gives the first ones without looking at all.

-- Within a type they lie in that order too.
CREATE INDEX happening_of_type ON happening (type);
-- A record that comes from format 1 keeps the order in which its happenings were added.
INSERT INTO meta SELECT 'happenings', CASE WHEN EXISTS (SELECT 1 FROM happening) THEN 'as added' ELSE 'by day' END;
