-- Tables that were loaded before there were indexes on the sky have none until they are loaded anew, at the next start with
-- their files. The keys of a resource stay in their order, which jsonb would not keep.

UPDATE almagest.resource SET resource = (
  SELECT json_object_agg(part.key,
    CASE part.key WHEN 'tables' THEN (
      SELECT coalesce(json_agg(('{"skyIndexes":[],' || substr(ltrim(tables.one::text), 2))::json ORDER BY tables.place), '[]')
      FROM json_array_elements(part.value) WITH ORDINALITY AS tables(one, place)
    ) ELSE part.value END ORDER BY part.place)
  FROM json_each(resource) WITH ORDINALITY AS part(key, value, place)
);
