-- Angles in sexagesimal notation: 12:34:56.7, 12h34m56.7s, 12 34 56.7. NULL for a text that is none.

CREATE OR REPLACE FUNCTION adql.sexagesimal(angle text, letter text, most integer) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  part text[] := regexp_match(lower(angle), format('^\s*([+-]?)(\d{1,3})(?::|%s\s*|\s+)(\d{1,2})(?::|m\s*|\s+)(\d{1,2}(?:\.\d*)?)s?\s*$', letter));
  size double precision;
BEGIN
  IF part IS NULL OR part[3]::integer >= 60 OR part[4]::double precision >= 60 THEN
    RETURN NULL;
  END IF;
  size := (part[2]::double precision * 3600 + part[3]::double precision * 60 + part[4]::double precision) / 3600;
  RETURN CASE WHEN size > most THEN NULL WHEN part[1] = '-' THEN -size ELSE size END;
END
$$;

CREATE OR REPLACE FUNCTION adql.hms_to_degrees(angle text) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT 15 * adql.sexagesimal(angle, 'h', 24) $$;

CREATE OR REPLACE FUNCTION adql.dms_to_degrees(angle text) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.sexagesimal(angle, 'd', 360) $$;
