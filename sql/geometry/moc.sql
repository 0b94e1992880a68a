-- Coverage maps (MOC 2.0) as multiranges of nested cells of order 29, upper bounds exclusive. A cell of order k is 4^(29 - k) of them.

SET LOCAL check_function_bodies = off; -- functions of files that come later are called

-- The ASCII form (MOC 2.0 sec 4.3.2): each order and its cells, as few and as large ones as possible.
CREATE OR REPLACE FUNCTION adql.moc_text(moc int8multirange)
RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  rest int8multirange := moc;
  whole int8multirange;
  shift integer;
  parts text[] := '{}';
BEGIN
  FOR level IN 0 .. 29 LOOP
    EXIT WHEN isempty(rest);
    shift := 2 * (29 - level);
    SELECT range_agg(int8range((lower(r) + (1::bigint << shift) - 1) >> shift, upper(r) >> shift)) INTO whole
      FROM unnest(rest) AS r WHERE (lower(r) + (1::bigint << shift) - 1) >> shift < upper(r) >> shift;
    CONTINUE WHEN whole IS NULL;
    parts := parts || (SELECT level || '/' || string_agg(
      CASE WHEN lower(r) + 1 = upper(r) THEN lower(r)::text ELSE lower(r) || '-' || upper(r) - 1 END, ' ' ORDER BY r) FROM unnest(whole) AS r);
    rest := rest - (SELECT range_agg(int8range(lower(r) << shift, upper(r) << shift)) FROM unnest(whole) AS r);
  END LOOP;
  RETURN CASE WHEN parts = '{}' THEN '0/' ELSE array_to_string(parts, ' ') END;
END
$$;

-- Text of another form is an error of class 22.
CREATE OR REPLACE FUNCTION adql.moc_from_text(text)
RETURNS int8multirange
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  word text;
  level integer;
  match text[];
  first numeric;
  last numeric;
  ranges int8range[] := '{}';
BEGIN
  FOREACH word IN ARRAY regexp_split_to_array(btrim(regexp_replace($1, '\s*/\s*|\s*,\s*', '\&', 'g'), E' \t\r\n,'), '[\s,]+') LOOP
    match := regexp_match(word, '^(?:s?([0-9]{1,2})/)?(?:([0-9]{1,19})(?:-([0-9]{1,19}))?)?$');
    IF match IS NOT NULL AND match[1] IS NOT NULL THEN level := match[1]; END IF;
    CONTINUE WHEN match IS NOT NULL AND level <= 29 AND match[2] IS NULL AND match[1] IS NOT NULL;
    first := match[2];
    last := coalesce(match[3], match[2]);
    IF (match IS NOT NULL AND level <= 29 AND first <= last AND last < 12 * (1::bigint << 2 * level)) IS NOT TRUE THEN
      RAISE EXCEPTION '"%" is no ASCII MOC: "%" cannot be read', left($1, 100), left(word, 40) USING ERRCODE = '22P02';
    END IF;
    ranges := ranges || int8range(first::bigint << 2 * (29 - level), (last + 1)::bigint << 2 * (29 - level));
  END LOOP;
  RETURN coalesce((SELECT range_agg(r) FROM unnest(ranges) AS r), '{}');
END
$$;

-- In square degrees.
CREATE OR REPLACE FUNCTION adql.area_moc(moc int8multirange)
RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
  RETURN (SELECT coalesce(sum(upper(r) - lower(r)), 0) FROM unnest(moc) AS r)::double precision / (12 * 4::double precision ^ 29)
    * 4 * pi() * degrees(1) ^ 2;
END
$$;

-- The cells that a coverage map is made of, as few and as large ones as possible.
CREATE OR REPLACE FUNCTION adql.moc_cells(moc int8multirange)
RETURNS TABLE (cell_order integer, cell bigint)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  rest int8multirange := moc;
  whole int8multirange;
  shift integer;
BEGIN
  FOR level IN 0 .. 29 LOOP
    EXIT WHEN isempty(rest);
    shift := 2 * (29 - level);
    SELECT range_agg(int8range((lower(r) + (1::bigint << shift) - 1) >> shift, upper(r) >> shift)) INTO whole
      FROM unnest(rest) AS r WHERE (lower(r) + (1::bigint << shift) - 1) >> shift < upper(r) >> shift;
    CONTINUE WHEN whole IS NULL;
    RETURN QUERY SELECT level, generate_series(lower(r), upper(r) - 1) FROM unnest(whole) AS r;
    rest := rest - (SELECT range_agg(int8range(lower(r) << shift, upper(r) << shift)) FROM unnest(whole) AS r);
  END LOOP;
END
$$;

-- The direction of the centre of mass; NULL where there is none. The centre of mass of a cell is its centre but for a part in 4^order of its
-- size, so large cells are parted, few ones more than many.
CREATE OR REPLACE FUNCTION adql.centroid_moc(moc int8multirange)
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  number bigint;
  x double precision;
  y double precision;
  z double precision;
  total double precision;
BEGIN
  number := (SELECT count(*) FROM adql.moc_cells(moc));
  SELECT sum(weight * cosd(p[2]) * cosd(p[1])), sum(weight * cosd(p[2]) * sind(p[1])), sum(weight * sind(p[2])), sum(weight)
    INTO x, y, z, total
    FROM (
      SELECT adql.healpix_center(level, (cell << 2 * (level - cell_order)) + part) AS p, 4::double precision ^ -level AS weight
      FROM (
        SELECT cell_order, cell, least(29, greatest(cell_order + CASE WHEN number < 20 THEN 4 WHEN number < 300 THEN 2 ELSE 0 END, 5)) AS level
        FROM adql.moc_cells(moc)) AS whole,
        generate_series(0, (1::bigint << 2 * (level - cell_order)) - 1) AS part
      OFFSET 0) AS cells;
  RETURN adql.direction_of(x, y, z, total);
END
$$;

CREATE OR REPLACE FUNCTION adql.contains_moc_moc(inner_moc int8multirange, outer_moc int8multirange)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT inner_moc <@ outer_moc $$;

CREATE OR REPLACE FUNCTION adql.intersects_moc_moc(one int8multirange, other int8multirange)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT one && other $$;
