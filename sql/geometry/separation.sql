-- The angle between two positions, all in degrees (ADQL 2.1 sec 4.2.12, DISTANCE).
--
-- With h the haversine of the angle, the angle is 2 atan2(sqrt(h), sqrt(1 - h)). Both h and 1 - h are sums of positive terms,
--   h     = sin^2((lat2 - lat1)/2) + cos lat1 cos lat2 sin^2((lon2 - lon1)/2)
--   1 - h = sin^2((lat2 + lat1)/2) + cos lat1 cos lat2 cos^2((lon2 - lon1)/2),
-- so no digit is lost between close points, nor between antipodes, nor at the poles.
--
-- The result is rounded to 1e-13 degrees (4e-10 arcsec), about where rounding errors begin: a point that lies on the boundary of a circle
-- is inside (ADQL 2.1 sec 4.2.9) in whatever way one asks, and longitudes 0 and 360 are the same.
--
-- NULL for a position that does not exist: the sine of infinity would end the query. Halves and squares of nearly nothing would do so, too:
-- 1e-100 is added, which changes no number that is seen.
--
-- Not STRICT, as that would keep it from being inlined. NULL in, NULL out.
CREATE OR REPLACE FUNCTION adql.separation(lon1 double precision, lat1 double precision, lon2 double precision, lat2 double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN abs(lat1) <= 90 AND abs(lat2) <= 90 AND abs(lon1) < 1e300 AND abs(lon2) < 1e300 THEN
    round(1e13::double precision * degrees(2 * atan2(
      sqrt(sin(radians((lat2 - lat1 + 1e-100::double precision) / 2)) ^ 2
        + cosd(lat1) * cosd(lat2) * sin(radians((lon2 - lon1 + 1e-100::double precision) / 2)) ^ 2),
      sqrt(sin(radians((lat2 + lat1 + 1e-100::double precision) / 2)) ^ 2
        + cosd(lat1) * cosd(lat2) * cos(radians((lon2 - lon1 + 1e-100::double precision) / 2)) ^ 2)))) / 1e13::double precision
  END
$$;
