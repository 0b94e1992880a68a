-- Texts, as RegTAP searches them (UDF catalogue 1.2). All give 1 or 0.

-- LIKE without regard to case; ADQL's patterns have no escape character.
CREATE OR REPLACE FUNCTION adql.no_case_match(value text, pattern text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT (value ILIKE pg_catalog.like_escape(pattern, ''))::integer $$;

-- Words count by their English stems, and as they are, so that words which full-text search leaves out ("the") are found too.
-- A search vector has a bound of 1 MB, so what lies beyond in a very long text is not looked at.
CREATE OR REPLACE FUNCTION adql.has_word(haystack text, needle text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT (
    to_tsvector('pg_catalog.english', left(haystack, 200000)) @@ plainto_tsquery('pg_catalog.english', left(needle, 2000))
    OR to_tsvector('pg_catalog.simple', left(haystack, 200000)) @@ plainto_tsquery('pg_catalog.simple', left(needle, 2000))
  )::integer
$$;

CREATE OR REPLACE FUNCTION adql.hash_list_has(hash_list text, item text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT (lower(item) = ANY (string_to_array(lower(hash_list), '#')))::integer $$;
