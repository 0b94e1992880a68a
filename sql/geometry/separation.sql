-- The angle between two positions, all in degrees (ADQL 2.1 sec 4.2.12, DISTANCE).
--
-- With h the haversine of the angle, the angle is 2 atan2(sqrt(h), sqrt(1 - h)). Both h and 1 - h are sums of positive terms,
--   h     = sin^2((lat2 - lat1)/2) + cos lat1 cos lat2 sin^2((lon2 - lon1)/2)
--   1 - h = sin^2((lat2 + lat1)/2) + cos lat1 cos lat2 cos^2((lon2 - lon1)/2),
-- so no digit is lost between close points, nor between antipodes, nor at the poles. The functions that take degrees are exact at
-- multiples of 90, so that longitudes 0 and 360 are the same, and every longitude at a pole.
--
-- Not STRICT: that would keep it from being inlined. NULL in, NULL out.
CREATE OR REPLACE FUNCTION adql.separation(lon1 double precision, lat1 double precision, lon2 double precision, lat2 double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT 2 * atan2d(
    sqrt(sind((lat2 - lat1) / 2) ^ 2 + cosd(lat1) * cosd(lat2) * sind((lon2 - lon1) / 2) ^ 2),
    sqrt(sind((lat2 + lat1) / 2) ^ 2 + cosd(lat1) * cosd(lat2) * cosd((lon2 - lon1) / 2) ^ 2))
$$;
