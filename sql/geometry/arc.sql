-- Arcs of great circles. Longitudes enter only by their differences, latitudes as themselves or by their differences, so that nothing is lost
-- between close points, at the poles, or across longitude zero.

-- How far to go to the east from one longitude to another, both from 0 to 360; from -180 to 180. Close ones are subtracted without rounding,
-- across 0 too.
CREATE OR REPLACE FUNCTION adql.turn(from_lon double precision, to_lon double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN to_lon - from_lon > 180 THEN to_lon - 360 - from_lon
    WHEN to_lon - from_lon < -180 THEN to_lon - (from_lon - 360)
    ELSE to_lon - from_lon
  END
$$;

-- From -180 to 360 as from 0 to 360, exclusively.
CREATE OR REPLACE FUNCTION adql.turn_positive(lon double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN lon >= 0 AND lon < 360 THEN lon WHEN lon < 0 AND lon + 360 < 360 THEN lon + 360 ELSE 0 END $$;

-- The direction from a to b: parts to the east and to the north, both times the sine of the distance, and the cosine of the distance.
-- A product of numbers that are all but zero would underflow, which ends the query; so 1e-50 is added, which changes no number that is seen.
CREATE OR REPLACE FUNCTION adql.toward(a_lon double precision, a_lat double precision, b_lon double precision, b_lat double precision)
RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT ARRAY[
    cosd(b_lat) * (sind(b_lon - a_lon) + 1e-50::double precision),
    sind(b_lat - a_lat) + 1e-50::double precision + 2 * cosd(b_lat) * (sind(a_lat) + 1e-50::double precision)
      * (sind((b_lon - a_lon) / 2) + 1e-50::double precision) * (sind((b_lon - a_lon) / 2) + 1e-50::double precision),
    (sind(a_lat) + 1e-50::double precision) * (sind(b_lat) + 1e-50::double precision) + cosd(a_lat) * cosd(b_lat) * cosd(b_lon - a_lon)]
$$;

-- The place in such a direction from a; also where both parts and the cosine are too long or too short by one factor.
CREATE OR REPLACE FUNCTION adql.place_toward(
  a_lon double precision, a_lat double precision, east double precision, north double precision, outward double precision)
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  across double precision;
  lon double precision;
BEGIN
  a_lat := a_lat + 1e-40 - 1e-40;
  across := cosd(a_lat) * outward - sind(a_lat) * north;
  lon := a_lon + atan2d(east, across);
  RETURN ARRAY[
    adql.turn_positive(lon - 360 * floor((lon + 1e-40) / 360)),
    atan2d(sind(a_lat) * outward + cosd(a_lat) * north, sqrt(across * across + east * east))];
END
$$;

-- The angle from a position to the arc from a to b, in degrees, rounded like adql.separation. Of points that are the same or opposite,
-- which no one arc joins, it is the distance to the nearer.
CREATE OR REPLACE FUNCTION adql.arc_distance(
  lon double precision, lat double precision,
  a_lon double precision, a_lat double precision, b_lon double precision, b_lat double precision)
RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  b double precision[] := adql.toward(a_lon, a_lat, b_lon, b_lat);
  x double precision[] := adql.toward(a_lon, a_lat, lon, lat);
  edge double precision := sqrt(b[1] * b[1] + b[2] * b[2]);
  along double precision;
  across double precision;
BEGIN
  IF edge > 1e-15 THEN
    -- x is made of the cosine of its distance from a, of `along` at right angles to a in the arc's plane, of `across` to that plane.
    along := (x[1] * b[1] + x[2] * b[2]) / edge;
    IF along >= 0 AND atan2(along, x[3]) <= atan2(edge, b[3]) THEN
      across := (x[1] * b[2] - x[2] * b[1]) / edge;
      RETURN round(1e13::double precision * degrees(atan2(abs(across), sqrt(x[3] * x[3] + along * along)))) / 1e13::double precision;
    END IF;
  END IF;
  RETURN least(adql.separation(lon, lat, a_lon, a_lat), adql.separation(lon, lat, b_lon, b_lat));
END
$$;

-- How far c lies to the left of the great circle from a to b: the sine of that angle. Zero within rounding, and where there is no such circle.
CREATE OR REPLACE FUNCTION adql.offset_from_arc(
  a_lon double precision, a_lat double precision, b_lon double precision, b_lat double precision,
  c_lon double precision, c_lat double precision)
RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  b double precision[] := adql.toward(a_lon, a_lat, b_lon, b_lat);
  c double precision[] := adql.toward(a_lon, a_lat, c_lon, c_lat);
  edge double precision := sqrt(b[1] * b[1] + b[2] * b[2]);
  across double precision := b[1] * c[2] - b[2] * c[1];
BEGIN
  RETURN CASE WHEN edge > 1e-15 AND abs(across) > 2e-15 * edge THEN across / edge ELSE 0 END;
END
$$;

-- Whether two arcs cross, each between its ends.
CREATE OR REPLACE FUNCTION adql.arcs_cross(
  a_lon double precision, a_lat double precision, b_lon double precision, b_lat double precision,
  c_lon double precision, c_lat double precision, d_lon double precision, d_lat double precision)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  c_side double precision := sign(adql.offset_from_arc(a_lon, a_lat, b_lon, b_lat, c_lon, c_lat));
  a_side double precision;
BEGIN
  IF c_side = 0 OR sign(adql.offset_from_arc(a_lon, a_lat, b_lon, b_lat, d_lon, d_lat)) <> -c_side THEN RETURN false; END IF;
  a_side := sign(adql.offset_from_arc(c_lon, c_lat, d_lon, d_lat, a_lon, a_lat));
  -- Where a and c lie on the same side of each other's circle, one arc meets the other's circle opposite to it.
  RETURN a_side = -c_side AND sign(adql.offset_from_arc(c_lon, c_lat, d_lon, d_lat, b_lon, b_lat)) = c_side;
END
$$;
