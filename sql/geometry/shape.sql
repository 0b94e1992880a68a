-- Geometries are arrays of double precision in the order of DALI 1.1 sec 3.3: point (lon, lat), circle (lon, lat, radius), polygon
-- (lon1, lat1, lon2, lat2, ...), all in degrees. Edges are great circles. A polygon is the smaller of the two areas that its edges bound,
-- whichever way round its vertices go. A geometry that lacks a coordinate or has one that does not exist is NULL: latitudes go from -90
-- to 90, longitudes are any number (up to 1e300, so that differences are numbers) and go round at 360.

SET LOCAL check_function_bodies = off; -- functions of files that come later are called

CREATE OR REPLACE FUNCTION adql.is_position(lon double precision, lat double precision)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT abs(lat) <= 90 AND abs(lon) < 1e300 $$;

CREATE OR REPLACE FUNCTION adql.point(lon double precision, lat double precision)
RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN abs(lat) <= 90 AND abs(lon) < 1e300 THEN ARRAY[lon, lat] END $$;

CREATE OR REPLACE FUNCTION adql.circle(lon double precision, lat double precision, radius double precision)
RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN abs(lat) <= 90 AND abs(lon) < 1e300 AND radius >= 0 AND radius < 'Infinity' THEN ARRAY[lon, lat, radius] END
$$;

CREATE OR REPLACE FUNCTION adql.polygon(vertices double precision[])
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  size integer := cardinality(vertices);
BEGIN
  IF size < 6 OR size % 2 = 1 OR array_ndims(vertices) <> 1 THEN RETURN NULL; END IF;
  FOR i IN 1 .. size BY 2 LOOP
    IF (adql.is_position(vertices[i], vertices[i + 1])) IS NOT TRUE THEN RETURN NULL; END IF;
  END LOOP;
  RETURN vertices;
END
$$;

-- ADQL 2.1 sec 4.2.8: a cross with arms of half the width and half the height from the centre, along the meridian and at right angles to
-- it; the sides are the great circles through the ends of the arms at right angles to them. That is a rectangle in the tangent plane.
-- NULL unless both sizes lie between 0 and 180 degrees, exclusively.
CREATE OR REPLACE FUNCTION adql.box(lon double precision, lat double precision, width double precision, height double precision)
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  x double precision;
  y double precision;
  south double precision[];
  north double precision[];
  east double precision;
BEGIN
  IF NOT adql.is_position(lon, lat) OR NOT (width > 0 AND width < 180 AND height > 0 AND height < 180) THEN RETURN NULL; END IF;
  -- Squares of what is nearly nothing would underflow, which ends the query.
  lat := lat + 1e-40 - 1e-40;
  x := tand(greatest(width, 1e-40) / 2);
  y := tand(greatest(height, 1e-40) / 2);
  south := adql.from_tangent(lat, x, -y);
  north := adql.from_tangent(lat, x, y);
  RETURN ARRAY[lon - south[1], south[2], lon + south[1], south[2], lon + north[1], north[2], lon - north[1], north[2]];
END
$$;

-- A place in the plane that touches the sphere at a latitude, x to the east and y to the north in units of the sphere's radius, seen on the
-- sphere: its longitude from that of the point of touch, and its latitude.
CREATE OR REPLACE FUNCTION adql.from_tangent(lat double precision, x double precision, y double precision)
RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT ARRAY[
    atan2d(x, cosd(lat) - y * sind(lat)),
    atan2d(sind(lat) + y * cosd(lat), sqrt((cosd(lat) - y * sind(lat)) ^ 2 + x ^ 2))]
$$;

-- Square degrees: 4 pi sin^2(radius / 2) steradians, which is exact for small circles too.
CREATE OR REPLACE FUNCTION adql.area_circle(radius double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT 4 * pi() * (sind(CASE WHEN radius BETWEEN 1e-100 AND 180 THEN radius WHEN radius BETWEEN 180 AND 1e300 THEN 180 WHEN radius >= 0 THEN 0 * radius END / 2) * degrees(1)) ^ 2 $$;
