-- Geometries are arrays of double precision in the order of DALI 1.1 sec 3.3: point (lon, lat), circle (lon, lat, radius), in degrees.
-- A geometry that lacks a coordinate is NULL.
CREATE OR REPLACE FUNCTION adql.point(lon double precision, lat double precision)
RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN lon IS NOT NULL AND lat IS NOT NULL THEN ARRAY[lon, lat] END $$;

CREATE OR REPLACE FUNCTION adql.circle(lon double precision, lat double precision, radius double precision)
RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN lon IS NOT NULL AND lat IS NOT NULL AND radius IS NOT NULL THEN ARRAY[lon, lat, radius] END $$;

-- Square degrees: 4 pi sin^2(radius / 2) steradians, which is exact for small circles too.
CREATE OR REPLACE FUNCTION adql.circle_area(radius double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT 4 * pi() * (sind(CASE WHEN radius < 180 THEN radius ELSE 180 + 0 * radius END / 2) * degrees(1)) ^ 2 $$;
