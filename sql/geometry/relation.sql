-- CONTAINS and INTERSECTS (ADQL 2.1 sec 4.2.9, 4.2.14): contains_<a>_<b>(x, y) tells whether x lies in y, intersects_<a>_<b>(x, y) whether
-- they have a point in common. The boundary belongs to a shape. Where x is a point it is given as lon, lat, and two circles can be given as
-- lon, lat, radius each, so that nothing is built for a row. NULL in, NULL out.

SET LOCAL check_function_bodies = off; -- functions of files that come later are called

CREATE OR REPLACE FUNCTION adql.contains_point_point(lon double precision, lat double precision, other_lon double precision, other_lat double precision)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.separation(lon, lat, other_lon, other_lat) = 0 $$;

CREATE OR REPLACE FUNCTION adql.contains_point_circle(
  lon double precision, lat double precision, center_lon double precision, center_lat double precision, radius double precision)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN radius BETWEEN 0 AND 1e300 THEN adql.separation(lon, lat, center_lon, center_lat) <= radius END $$;

CREATE OR REPLACE FUNCTION adql.contains_point_moc(lon double precision, lat double precision, moc int8multirange)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT moc @> adql.healpix_index(29, lon, lat) $$;

CREATE OR REPLACE FUNCTION adql.contains_circle_point(circle double precision[], point double precision[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.separation(circle[1], circle[2], point[1], point[2]) + circle[3] <= 0 $$;

CREATE OR REPLACE FUNCTION adql.contains_circle_circle(
  lon double precision, lat double precision, radius double precision,
  outer_lon double precision, outer_lat double precision, outer_radius double precision)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  -- A circle of 180 degrees is the whole sky.
  SELECT CASE WHEN radius BETWEEN 0 AND 1e300 AND outer_radius BETWEEN 0 AND 1e300 THEN
    adql.separation(lon, lat, outer_lon, outer_lat) + CASE WHEN outer_radius >= 180 THEN 0 ELSE radius END <= outer_radius
  END
$$;

CREATE OR REPLACE FUNCTION adql.contains_circle_circle(inner_circle double precision[], outer_circle double precision[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT adql.contains_circle_circle(
    inner_circle[1], inner_circle[2], inner_circle[3], outer_circle[1], outer_circle[2], outer_circle[3])
$$;

CREATE OR REPLACE FUNCTION adql.contains_circle_polygon(circle double precision[], polygon double precision[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
  RETURN adql.contains_point_polygon(circle[1], circle[2], polygon) AND adql.edge_distance(circle[1], circle[2], polygon) >= circle[3];
END
$$;

CREATE OR REPLACE FUNCTION adql.contains_polygon_point(polygon double precision[], point double precision[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.farthest_vertex(point[1], point[2], polygon) = 0 $$;

CREATE OR REPLACE FUNCTION adql.contains_polygon_circle(polygon double precision[], circle double precision[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
  -- A circle no larger than a hemisphere is convex. The outside of a larger one is a circle, too.
  IF circle[3] <= 90 THEN RETURN adql.farthest_vertex(circle[1], circle[2], polygon) <= circle[3]; END IF;
  RETURN circle[3] >= 180
    OR NOT adql.contains_point_polygon(circle[1] + 180, -circle[2], polygon)
    AND adql.edge_distance(circle[1] + 180, -circle[2], polygon) >= 180 - circle[3];
END
$$;

CREATE OR REPLACE FUNCTION adql.contains_polygon_polygon(inner_polygon double precision[], outer_polygon double precision[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  size integer := cardinality(inner_polygon);
  edges double precision[] := adql.polygon_edges(outer_polygon);
  inside boolean;
BEGIN
  FOR i IN 1 .. size BY 2 LOOP
    inside := adql.is_within_edges(inner_polygon[i], inner_polygon[i + 1], edges);
    IF inside IS NOT TRUE THEN RETURN inside; END IF;
  END LOOP;
  IF adql.edges_cross(inner_polygon, outer_polygon) THEN RETURN false; END IF;
  -- No polygon is larger than a hemisphere, so none lies round the outside of another: that its edges are inside suffices.
  FOR i IN 1 .. size BY 2 LOOP
    CONTINUE WHEN adql.arc_stays_inside(inner_polygon[i], inner_polygon[i + 1],
      inner_polygon[CASE WHEN i + 2 > size THEN 1 ELSE i + 2 END], inner_polygon[CASE WHEN i + 3 > size THEN 2 ELSE i + 3 END], outer_polygon);
    RETURN false;
  END LOOP;
  RETURN true;
END
$$;

CREATE OR REPLACE FUNCTION adql.intersects_circle_circle(
  lon double precision, lat double precision, radius double precision,
  other_lon double precision, other_lat double precision, other_radius double precision)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN radius BETWEEN 0 AND 1e300 AND other_radius BETWEEN 0 AND 1e300 THEN
    adql.separation(lon, lat, other_lon, other_lat) <= radius + other_radius
  END
$$;

CREATE OR REPLACE FUNCTION adql.intersects_circle_circle(one double precision[], other double precision[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.separation(one[1], one[2], other[1], other[2]) <= one[3] + other[3] $$;

CREATE OR REPLACE FUNCTION adql.intersects_circle_polygon(circle double precision[], polygon double precision[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
  RETURN adql.contains_point_polygon(circle[1], circle[2], polygon) OR adql.edge_distance(circle[1], circle[2], polygon) <= circle[3];
END
$$;

CREATE OR REPLACE FUNCTION adql.intersects_polygon_polygon(one double precision[], other double precision[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  edges double precision[] := adql.polygon_edges(other);
BEGIN
  FOR i IN 1 .. cardinality(one) BY 2 LOOP
    IF adql.is_within_edges(one[i], one[i + 1], edges) THEN RETURN true; END IF;
  END LOOP;
  edges := adql.polygon_edges(one);
  FOR i IN 1 .. cardinality(other) BY 2 LOOP
    IF adql.is_within_edges(other[i], other[i + 1], edges) THEN RETURN true; END IF;
  END LOOP;
  RETURN adql.edges_cross(one, other);
END
$$;

-- A point lies in what it touches.

CREATE OR REPLACE FUNCTION adql.intersects_point_point(lon double precision, lat double precision, other_lon double precision, other_lat double precision)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.separation(lon, lat, other_lon, other_lat) = 0 $$;

CREATE OR REPLACE FUNCTION adql.intersects_point_circle(
  lon double precision, lat double precision, center_lon double precision, center_lat double precision, radius double precision)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN radius BETWEEN 0 AND 1e300 THEN adql.separation(lon, lat, center_lon, center_lat) <= radius END $$;

CREATE OR REPLACE FUNCTION adql.intersects_point_polygon(lon double precision, lat double precision, polygon double precision[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.contains_point_polygon(lon, lat, polygon) $$;

CREATE OR REPLACE FUNCTION adql.intersects_point_moc(lon double precision, lat double precision, moc int8multirange)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT moc @> adql.healpix_index(29, lon, lat) $$;
