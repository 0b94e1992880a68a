-- Regions: texts in STC-S ('CIRCLE ICRS 1 2 3', 'UNION ICRS (...)'), the forms of DALI ('circle 1 2 3') or ASCII MOC. A region is a list of
-- parts, each a point, circle or polygon (told by the length of the array), or a coverage map.

SET LOCAL check_function_bodies = off; -- functions of files that come later are called

DO $$
BEGIN
  IF to_regtype('adql.part') IS NULL THEN
    CREATE TYPE adql.part AS (shape double precision[], moc int8multirange);
  END IF;
END
$$;

-- NULL for a text that cannot be read, whatever is wrong with it: one row must not end a query.
CREATE OR REPLACE FUNCTION adql.region_parts(region text)
RETURNS adql.part[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  words text[];
  word text;
  kind text;
  numbers double precision[] := '{}';
  parts adql.part[] := '{}';
BEGIN
  IF region ~ '^\s*s?[0-9]+\s*/' THEN
    RETURN ARRAY[ROW(NULL, adql.moc_from_text(region))::adql.part];
  END IF;
  words := regexp_split_to_array(upper(btrim(regexp_replace(region, '[\s,()]+', ' ', 'g'))), ' ');
  FOREACH word IN ARRAY words || ARRAY['END'] LOOP
    IF word ~ '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(E[+-]?[0-9]+)?$' THEN
      IF kind IS NULL THEN RETURN NULL; END IF;
      numbers := numbers || word::double precision;
      CONTINUE;
    END IF;
    IF word IN ('CIRCLE', 'POINT', 'POSITION', 'POLYGON', 'BOX', 'UNION', 'END') THEN
      IF kind IS NOT NULL THEN
        parts := parts || ROW(adql.region_shape(kind, numbers), NULL)::adql.part;
        IF (parts[cardinality(parts)]).shape IS NULL THEN RETURN NULL; END IF;
      END IF;
      kind := CASE WHEN word NOT IN ('UNION', 'END') THEN word END;
      numbers := '{}';
    ELSIF numbers <> '{}'
      OR word NOT IN ('ICRS', 'FK5', 'J2000', 'UNKNOWNFRAME', 'BARYCENTER', 'GEOCENTER', 'HELIOCENTER', 'TOPOCENTER', 'LSR', 'UNKNOWNREFPOS', 'SPHERICAL2')
    THEN
      RETURN NULL;
    END IF;
  END LOOP;
  RETURN nullif(parts, '{}');
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION adql.region_shape(kind text, numbers double precision[])
RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN kind IN ('POINT', 'POSITION') AND cardinality(numbers) = 2 THEN adql.point(numbers[1], numbers[2])
    WHEN kind = 'CIRCLE' AND cardinality(numbers) = 3 THEN adql.circle(numbers[1], numbers[2], numbers[3])
    WHEN kind = 'BOX' AND cardinality(numbers) = 4 THEN adql.box(numbers[1], numbers[2], numbers[3], numbers[4])
    WHEN kind = 'POLYGON' THEN adql.polygon(numbers)
  END
$$;

CREATE OR REPLACE FUNCTION adql.part_of(shape double precision[])
RETURNS adql.part
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN shape IS NOT NULL THEN ROW(shape, NULL)::adql.part END $$;

CREATE OR REPLACE FUNCTION adql.part_of(moc int8multirange)
RETURNS adql.part
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN moc IS NOT NULL THEN ROW(NULL, moc)::adql.part END $$;

-- How far a position lies outside a shape, in degrees; negative inside it.
CREATE OR REPLACE FUNCTION adql.offset_from_shape(lon double precision, lat double precision, shape double precision[])
RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  nearest double precision;
BEGIN
  IF cardinality(shape) = 2 THEN RETURN adql.separation(lon, lat, shape[1], shape[2]); END IF;
  IF cardinality(shape) = 3 THEN
    RETURN CASE WHEN shape[3] >= 180 THEN -180 ELSE adql.separation(lon, lat, shape[1], shape[2]) - shape[3] END;
  END IF;
  nearest := adql.edge_distance(lon, lat, shape);
  RETURN CASE WHEN adql.contains_point_polygon(lon, lat, shape) THEN -nearest ELSE nearest END;
END
$$;

-- All of a cell lies within this angle of its centre, in degrees: the largest is 48.2 at order 0, 61.247 / 2^order in the limit.
CREATE OR REPLACE FUNCTION adql.cell_radius(cell_order integer)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT 61.25::double precision / (1 << cell_order) $$;

-- Whether a shape and a coverage map have a point in common: a search from the twelve base cells down, level by level, through the cells that
-- both may touch. Found where the centre of a covered cell lies in the shape. Undecided at the last level (0.4 milliarcseconds), or in very many
-- places, means that they touch.
CREATE OR REPLACE FUNCTION adql.touches_moc(shape double precision[], moc int8multirange)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  cells bigint[] := '{0,1,2,3,4,5,6,7,8,9,10,11}';
  found boolean;
  shift integer;
BEGIN
  IF moc @> adql.healpix_index(29, shape[1], shape[2]) THEN RETURN true; END IF;
  IF cardinality(shape) = 2 THEN RETURN false; END IF;
  FOR level IN 0 .. 29 LOOP
    shift := 2 * (29 - level);
    SELECT bool_or(reach <= 0 AND moc @> int8range(cell << shift, (cell + 1) << shift)),
        array_agg(cell)
      INTO found, cells
      FROM (
        SELECT cell, adql.offset_from_shape(center[1], center[2], shape) AS reach
        FROM (
          SELECT cell, adql.healpix_center(level, cell) AS center
          FROM unnest(cells) AS cell
          WHERE moc && int8range(cell << shift, (cell + 1) << shift)
          OFFSET 0) AS covered
        OFFSET 0) AS measured
      WHERE reach <= adql.cell_radius(level);
    IF found IS NULL THEN RETURN false; END IF;
    IF found OR level = 29 OR cardinality(cells) > 4096 THEN RETURN true; END IF;
    cells := ARRAY(SELECT 4 * cell + child FROM unnest(cells) AS cell, generate_series(0, 3) AS child);
  END LOOP;
  RETURN true;
END
$$;

-- Whether a part lies in the union of others: a search like the above for a place of it that is in none of them.
CREATE OR REPLACE FUNCTION adql.is_covered(part adql.part, parts adql.part[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  cells bigint[] := '{0,1,2,3,4,5,6,7,8,9,10,11}';
  mocs int8multirange := coalesce((SELECT range_agg(r) FROM unnest(parts) AS p, unnest(p.moc) AS r), '{}');
  uncovered boolean;
  shift integer;
BEGIN
  FOR level IN 0 .. 29 LOOP
    shift := 2 * (29 - level);
    SELECT bool_or(is_free AND within AND outer_reach > 0), array_agg(cell)
      INTO uncovered, cells
      FROM (
        SELECT cell,
          mocs * range = '{}' AS is_free,
          CASE WHEN part.moc IS NULL THEN inner_reach <= 0 ELSE part.moc @> range END AS within,
          inner_reach,
          coalesce((SELECT min(adql.offset_from_shape(center[1], center[2], p.shape)) FROM unnest(parts) AS p WHERE p.shape IS NOT NULL), 'Infinity') AS outer_reach
        FROM (
          SELECT cell, center, range, CASE WHEN part.moc IS NULL THEN adql.offset_from_shape(center[1], center[2], part.shape) END AS inner_reach
          FROM (
            SELECT cell, adql.healpix_center(level, cell) AS center, int8multirange(int8range(cell << shift, (cell + 1) << shift)) AS range
            FROM unnest(cells) AS cell
            OFFSET 0) AS every
          WHERE NOT mocs @> range AND (part.moc IS NULL OR part.moc && range)
          OFFSET 0) AS candidate
        WHERE coalesce(inner_reach <= adql.cell_radius(level), true)
        OFFSET 0) AS measured
      WHERE outer_reach > -adql.cell_radius(level);
    IF uncovered IS NULL THEN RETURN true; END IF;
    IF uncovered THEN RETURN false; END IF;
    IF level = 29 OR cardinality(cells) > 4096 THEN RETURN true; END IF;
    cells := ARRAY(SELECT 4 * cell + child FROM unnest(cells) AS cell, generate_series(0, 3) AS child);
  END LOOP;
  RETURN true;
END
$$;

CREATE OR REPLACE FUNCTION adql.is_in_parts(lon double precision, lat double precision, parts adql.part[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  part adql.part;
BEGIN
  IF NOT adql.is_position(lon, lat) THEN RETURN NULL; END IF;
  FOREACH part IN ARRAY parts LOOP
    IF (CASE
      WHEN part.shape IS NULL THEN adql.contains_point_moc(lon, lat, part.moc)
      WHEN cardinality(part.shape) > 3 THEN adql.contains_point_polygon(lon, lat, part.shape)
      ELSE adql.separation(lon, lat, part.shape[1], part.shape[2]) <= coalesce(part.shape[3], 0)
    END) THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END
$$;

CREATE OR REPLACE FUNCTION adql.part_contains(inner_part adql.part, outer_part adql.part)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  x double precision[] := inner_part.shape;
  y double precision[] := outer_part.shape;
BEGIN
  IF x IS NULL AND y IS NULL THEN RETURN inner_part.moc <@ outer_part.moc; END IF;
  IF x IS NOT NULL AND cardinality(x) = 2 THEN
    IF y IS NULL THEN RETURN adql.contains_point_moc(x[1], x[2], outer_part.moc); END IF;
    RETURN adql.offset_from_shape(x[1], x[2], y) <= 0;
  END IF;
  IF x IS NULL OR y IS NULL THEN RETURN adql.is_covered(inner_part, ARRAY[outer_part]); END IF;
  RETURN CASE least(cardinality(x), 4) * 10 + least(cardinality(y), 4)
    WHEN 32 THEN adql.contains_circle_point(x, y)
    WHEN 33 THEN adql.contains_circle_circle(x, y)
    WHEN 34 THEN adql.contains_circle_polygon(x, y)
    WHEN 42 THEN adql.contains_polygon_point(x, y)
    WHEN 43 THEN adql.contains_polygon_circle(x, y)
    WHEN 44 THEN adql.contains_polygon_polygon(x, y)
  END;
END
$$;

CREATE OR REPLACE FUNCTION adql.part_intersects(one adql.part, other adql.part)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  x double precision[] := one.shape;
  y double precision[] := other.shape;
BEGIN
  IF x IS NULL AND y IS NULL THEN RETURN one.moc && other.moc; END IF;
  IF x IS NULL THEN RETURN adql.touches_moc(y, one.moc); END IF;
  IF y IS NULL THEN RETURN adql.touches_moc(x, other.moc); END IF;
  IF cardinality(x) = 2 THEN RETURN adql.offset_from_shape(x[1], x[2], y) <= 0; END IF;
  IF cardinality(y) = 2 THEN RETURN adql.offset_from_shape(y[1], y[2], x) <= 0; END IF;
  IF cardinality(x) = 3 AND cardinality(y) = 3 THEN RETURN adql.intersects_circle_circle(x, y); END IF;
  IF cardinality(x) = 3 THEN RETURN adql.intersects_circle_polygon(x, y); END IF;
  IF cardinality(y) = 3 THEN RETURN adql.intersects_circle_polygon(y, x); END IF;
  RETURN adql.intersects_polygon_polygon(x, y);
END
$$;

CREATE OR REPLACE FUNCTION adql.parts_contain(inner_parts adql.part[], outer_parts adql.part[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  part adql.part;
BEGIN
  -- A shape that is NULL.
  IF array_position(inner_parts || outer_parts, NULL) IS NOT NULL THEN RETURN NULL; END IF;
  FOREACH part IN ARRAY inner_parts LOOP
    CONTINUE WHEN EXISTS (SELECT FROM unnest(outer_parts) AS p WHERE adql.part_contains(part, ROW(p.shape, p.moc)::adql.part));
    IF cardinality(outer_parts) = 1 OR cardinality(part.shape) = 2 OR NOT adql.is_covered(part, outer_parts) THEN RETURN false; END IF;
  END LOOP;
  RETURN true;
END
$$;

CREATE OR REPLACE FUNCTION adql.parts_intersect(one adql.part[], other adql.part[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$
  SELECT CASE WHEN array_position(one || other, NULL) IS NULL THEN EXISTS (SELECT FROM unnest(one) AS p, unnest(other) AS q
    WHERE adql.part_intersects(ROW(p.shape, p.moc)::adql.part, ROW(q.shape, q.moc)::adql.part)) END
$$;

CREATE OR REPLACE FUNCTION adql.area_part(part adql.part)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN part.shape IS NULL THEN adql.area_moc(part.moc)
    WHEN cardinality(part.shape) = 2 THEN 0
    WHEN cardinality(part.shape) = 3 THEN adql.area_circle(part.shape[3])
    ELSE adql.area_polygon(part.shape)
  END
$$;

-- The parts' areas, if no two of them touch. Otherwise by cells, right to some parts in 1e5.
CREATE OR REPLACE FUNCTION adql.area_region(region text)
RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  parts adql.part[] := adql.region_parts(region);
BEGIN
  IF adql.parts_overlap(parts) THEN RETURN (adql.mass_of_parts(parts))[4] * degrees(1) ^ 2; END IF;
  RETURN (SELECT sum(adql.area_part(ROW(p.shape, p.moc)::adql.part)) FROM unnest(parts) AS p);
END
$$;

CREATE OR REPLACE FUNCTION adql.parts_overlap(parts adql.part[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
  FOR i IN 2 .. cardinality(parts) LOOP
    FOR j IN 1 .. i - 1 LOOP
      IF adql.part_intersects(parts[i], parts[j]) THEN RETURN true; END IF;
    END LOOP;
  END LOOP;
  RETURN false;
END
$$;

-- The integral of the position over the union of the parts, and its area, both in steradians: the sum of the cells inside, down to where
-- the edges lie in some thousand cells, which count by how far inside their centre is.
CREATE OR REPLACE FUNCTION adql.mass_of_parts(parts adql.part[])
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  cells bigint[] := '{0,1,2,3,4,5,6,7,8,9,10,11}';
  mocs int8multirange := coalesce((SELECT range_agg(r) FROM unnest(parts) AS p, unnest(p.moc) AS r), '{}');
  mass double precision[] := '{0,0,0,0}';
  found record;
  shift integer;
  side double precision;
  is_last boolean;
BEGIN
  FOR level IN 0 .. 29 LOOP
    shift := 2 * (29 - level);
    is_last := level = 29 OR cardinality(cells) > 2048;
    side := degrees(sqrt(pi() / 3 / 4 ^ level));
    SELECT sum(share * cosd(center[2]) * cosd(center[1])) AS x,
        sum(share * cosd(center[2]) * sind(center[1])) AS y,
        sum(share * sind(center[2])) AS z,
        sum(share) AS number,
        array_agg(cell) FILTER (WHERE share = 0 AND (reach <= adql.cell_radius(level) OR mocs && range)) AS rest
      INTO found
      FROM (
        SELECT *, CASE
          WHEN is_last THEN CASE
            WHEN mocs @> adql.healpix_index(29, center[1], center[2]) THEN 1
            ELSE greatest(0, least(1, 0.5 - reach / side))
          END
          -- Large cells have their centre of mass elsewhere.
          WHEN level >= 4 AND (reach <= -adql.cell_radius(level) OR mocs @> range) THEN 1
          ELSE 0
        END AS share
        FROM (
          SELECT *, coalesce((SELECT min(adql.offset_from_shape(center[1], center[2], p.shape)) FROM unnest(parts) AS p WHERE p.shape IS NOT NULL), 180) AS reach
          FROM (
            SELECT cell, adql.healpix_center(level, cell) AS center, int8range(cell << shift, (cell + 1) << shift) AS range
            FROM unnest(cells) AS cell
            OFFSET 0) AS every
          OFFSET 0) AS measured
        OFFSET 0) AS judged;
    IF found.number > 0 THEN
      mass := ARRAY[mass[1] + found.x * 4 * pi() / 12 / 4 ^ level, mass[2] + found.y * 4 * pi() / 12 / 4 ^ level,
        mass[3] + found.z * 4 * pi() / 12 / 4 ^ level, mass[4] + found.number * 4 * pi() / 12 / 4 ^ level];
    END IF;
    EXIT WHEN is_last OR found.rest IS NULL;
    cells := ARRAY(SELECT 4 * cell + child FROM unnest(found.rest) AS cell, generate_series(0, 3) AS child);
  END LOOP;
  RETURN mass;
END
$$;

CREATE OR REPLACE FUNCTION adql.centroid_part(part adql.part)
RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN part.shape IS NULL THEN adql.centroid_moc(part.moc)
    WHEN cardinality(part.shape) <= 3 THEN adql.point(part.shape[1], part.shape[2])
    ELSE adql.centroid_polygon(part.shape)
  END
$$;

CREATE OR REPLACE FUNCTION adql.centroid_circle(circle double precision[])
RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.point(circle[1], circle[2]) $$;

-- Of parts that do not touch, the middle of their centres of mass by their areas; of points, by their number.
CREATE OR REPLACE FUNCTION adql.centroid_region(region text)
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  parts adql.part[] := adql.region_parts(region);
  mass double precision[];
  part adql.part;
  center double precision[];
  weight double precision;
  total double precision := adql.area_region(region);
BEGIN
  IF cardinality(parts) = 1 THEN RETURN adql.centroid_part(parts[1]); END IF;
  IF total > 0 AND adql.parts_overlap(parts) THEN
    mass := adql.mass_of_parts(parts);
  ELSE
    mass := '{0,0,0,0}';
    FOREACH part IN ARRAY parts LOOP
      center := adql.centroid_part(part);
      -- The integral of the position over a circle is its area times the cosine of half the radius, squared.
      weight := CASE
        WHEN total = 0 THEN 1
        WHEN cardinality(part.shape) = 3 THEN adql.area_part(part) * cosd(least(part.shape[3], 180) / 2) ^ 2
        ELSE adql.area_part(part)
      END;
      CONTINUE WHEN weight = 0 OR center IS NULL;
      mass := ARRAY[mass[1] + weight * cosd(center[2]) * cosd(center[1]), mass[2] + weight * cosd(center[2]) * sind(center[1]),
        mass[3] + weight * sind(center[2]), mass[4] + weight];
    END LOOP;
  END IF;
  RETURN adql.direction_of(mass[1], mass[2], mass[3], mass[4]);
END
$$;

-- Where a vector points to, as a point; NULL if it is shorter than rounding makes a sum of that weight.
CREATE OR REPLACE FUNCTION adql.direction_of(x double precision, y double precision, z double precision, weight double precision)
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  lon double precision := atan2d(y, x);
BEGIN
  IF sqrt(x * x + y * y + z * z) <= 1e-12 * weight THEN RETURN NULL; END IF;
  RETURN ARRAY[adql.turn_positive(lon), atan2d(z, sqrt(x * x + y * y))];
END
$$;
