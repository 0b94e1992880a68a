-- Polygons on the sphere. Longitudes enter only as sines and cosines of their differences, latitudes as themselves, so that nothing is lost
-- in tiny polygons, at the poles, or across longitude zero.

SET LOCAL check_function_bodies = off; -- functions of files that come later are called

-- The angle from a position x to the arc from a to b, in degrees, rounded like adql.separation.
CREATE OR REPLACE FUNCTION adql.arc_distance(
  lon double precision, lat double precision,
  a_lon double precision, a_lat double precision, b_lon double precision, b_lat double precision)
RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  -- The directions from a to b and from a to x: parts to the east and to the north, both times the sine of the distance; and its cosine.
  b_east double precision := cosd(b_lat) * sind(b_lon - a_lon);
  b_north double precision := sind(b_lat - a_lat) + 2 * sind(a_lat) * cosd(b_lat) * sind((b_lon - a_lon) / 2) ^ 2;
  x_east double precision := cosd(lat) * sind(lon - a_lon);
  x_north double precision := sind(lat - a_lat) + 2 * sind(a_lat) * cosd(lat) * sind((lon - a_lon) / 2) ^ 2;
  x_cosine double precision := sind(lat) * sind(a_lat) + cosd(lat) * cosd(a_lat) * cosd(lon - a_lon);
  edge double precision := sqrt(b_east ^ 2 + b_north ^ 2);
  along double precision;
  across double precision;
  foot double precision;
BEGIN
  IF edge > 0 THEN
    along := (x_east * b_east + x_north * b_north) / edge;
    across := abs(x_east * b_north - x_north * b_east) / edge;
    foot := atan2(along, x_cosine);
    IF foot >= 0 AND foot <= atan2(edge, sind(a_lat) * sind(b_lat) + cosd(a_lat) * cosd(b_lat) * cosd(b_lon - a_lon)) THEN
      RETURN round(1e13::double precision * degrees(atan2(across, sqrt(x_cosine ^ 2 + along ^ 2)))) / 1e13::double precision;
    END IF;
  END IF;
  RETURN least(adql.separation(lon, lat, a_lon, a_lat), adql.separation(lon, lat, b_lon, b_lat));
END
$$;

-- The distance of a position from the nearest edge of a polygon, in degrees.
CREATE OR REPLACE FUNCTION adql.edge_distance(lon double precision, lat double precision, polygon double precision[])
RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  size integer := cardinality(polygon);
  nearest double precision := 'Infinity';
  a_lon double precision := polygon[size - 1];
  a_lat double precision := polygon[size];
BEGIN
  FOR i IN 1 .. size BY 2 LOOP
    nearest := least(nearest, adql.arc_distance(lon, lat, a_lon, a_lat, polygon[i], polygon[i + 1]));
    a_lon := polygon[i];
    a_lat := polygon[i + 1];
  END LOOP;
  RETURN nearest;
END
$$;

-- A position is inside where the meridian from it to the south pole crosses an odd number of edges, if that pole is outside, and an even
-- number otherwise. The triangles of each edge with the north pole, counted positive to the east, sum to the polygon's area less 4 pi for
-- each time that it winds round the south pole; so the pole is inside the smaller area where the sum exceeds 2 pi either way.
CREATE OR REPLACE FUNCTION adql.contains_point_polygon(lon double precision, lat double precision, polygon double precision[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  size integer := cardinality(polygon);
  x_sine double precision;
  x_cosine double precision;
  a_lon double precision;
  a_lat double precision;
  a_side double precision;
  b_lon double precision;
  b_lat double precision;
  b_side double precision;
  width double precision;
  determinant double precision;
  total double precision := 0;
  inside boolean := false;
BEGIN
  IF NOT adql.is_position(lon, lat) THEN RETURN NULL; END IF;
  x_sine := sind(lat);
  x_cosine := cosd(lat);
  a_lon := polygon[size - 1];
  a_lat := polygon[size];
  a_side := sind(a_lon - lon);
  FOR i IN 1 .. size BY 2 LOOP
    b_lon := polygon[i];
    b_lat := polygon[i + 1];
    b_side := sind(b_lon - lon);
    width := b_lon - a_lon;
    width := width - 360 * floor((width + 180) / 360);
    determinant := x_sine * cosd(a_lat) * cosd(b_lat) * sind(width)
      + x_cosine * (sind(b_lat) * cosd(a_lat) * a_side - sind(a_lat) * cosd(b_lat) * b_side);
    IF abs(determinant) < 4e-15 AND adql.arc_distance(lon, lat, a_lon, a_lat, b_lon, b_lat) < 1.5e-13 THEN RETURN true; END IF;
    total := total + 2 * atan2(
      sind((90 - a_lat) / 2) * sind((90 - b_lat) / 2) * sind(width),
      cosd((90 - a_lat) / 2) * cosd((90 - b_lat) / 2) + sind((90 - a_lat) / 2) * sind((90 - b_lat) / 2) * cosd(width));
    IF width > 0 THEN
      IF a_side < 0 AND b_side >= 0 AND determinant > 0 THEN inside := NOT inside; END IF;
    ELSIF a_side >= 0 AND b_side < 0 AND determinant < 0 THEN
      inside := NOT inside;
    END IF;
    a_lon := b_lon;
    a_lat := b_lat;
    a_side := b_side;
  END LOOP;
  RETURN inside <> (abs(total) > 2 * pi());
END
$$;

-- Whether two arcs cross in their inner parts.
CREATE OR REPLACE FUNCTION adql.arcs_cross(
  a_lon double precision, a_lat double precision, b_lon double precision, b_lat double precision,
  c_lon double precision, c_lat double precision, d_lon double precision, d_lat double precision)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  abc double precision := adql.orientation(a_lon, a_lat, b_lon, b_lat, c_lon, c_lat);
  abd double precision;
  cda double precision;
  cdb double precision;
BEGIN
  IF abc = 0 THEN RETURN false; END IF;
  abd := adql.orientation(a_lon, a_lat, b_lon, b_lat, d_lon, d_lat);
  IF abd = 0 OR (abc > 0) = (abd > 0) THEN RETURN false; END IF;
  cda := adql.orientation(c_lon, c_lat, d_lon, d_lat, a_lon, a_lat);
  cdb := adql.orientation(c_lon, c_lat, d_lon, d_lat, b_lon, b_lat);
  -- With the signs of cda and abd apart, the great circles cross within one arc and opposite the other.
  RETURN cda <> 0 AND cdb <> 0 AND (cda > 0) <> (cdb > 0) AND (cda > 0) = (abd > 0);
END
$$;

-- Positive if c lies to the left of the arc from a to b: the determinant of their unit vectors.
CREATE OR REPLACE FUNCTION adql.orientation(
  a_lon double precision, a_lat double precision, b_lon double precision, b_lat double precision,
  c_lon double precision, c_lat double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT cosd(b_lat) * sind(b_lon - a_lon) * (sind(c_lat - a_lat) + 2 * sind(a_lat) * cosd(c_lat) * sind((c_lon - a_lon) / 2) ^ 2)
    - cosd(c_lat) * sind(c_lon - a_lon) * (sind(b_lat - a_lat) + 2 * sind(a_lat) * cosd(b_lat) * sind((b_lon - a_lon) / 2) ^ 2)
$$;

-- Whether an edge of one crosses an edge of the other.
CREATE OR REPLACE FUNCTION adql.edges_cross(one double precision[], other double precision[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  size integer := cardinality(one);
  other_size integer := cardinality(other);
  a_lon double precision := one[size - 1];
  a_lat double precision := one[size];
  c_lon double precision;
  c_lat double precision;
BEGIN
  FOR i IN 1 .. size BY 2 LOOP
    c_lon := other[other_size - 1];
    c_lat := other[other_size];
    FOR j IN 1 .. other_size BY 2 LOOP
      IF adql.arcs_cross(a_lon, a_lat, one[i], one[i + 1], c_lon, c_lat, other[j], other[j + 1]) THEN RETURN true; END IF;
      c_lon := other[j];
      c_lat := other[j + 1];
    END LOOP;
    a_lon := one[i];
    a_lat := one[i + 1];
  END LOOP;
  RETURN false;
END
$$;

-- In square degrees. The excess of each triangle with the first vertex, from sines and cosines of differences: exact for tiny polygons too.
CREATE OR REPLACE FUNCTION adql.area_polygon(polygon double precision[])
RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  size integer := cardinality(polygon);
  a_lon double precision := polygon[1];
  a_lat double precision := polygon[2];
  b double precision[];
  c double precision[];
  total double precision := 0;
BEGIN
  b := adql.toward(a_lon, a_lat, polygon[3], polygon[4]);
  FOR i IN 5 .. size BY 2 LOOP
    c := adql.toward(a_lon, a_lat, polygon[i], polygon[i + 1]);
    total := total + 2 * atan2(b[1] * c[2] - b[2] * c[1], (1 + b[3]) * (1 + c[3]) + b[1] * c[1] + b[2] * c[2]);
    b := c;
  END LOOP;
  total := abs(total);
  total := total - 4 * pi() * floor(total / (4 * pi()));
  RETURN least(total, 4 * pi() - total) * degrees(1) ^ 2;
END
$$;

-- The direction from a to b: parts to the east and to the north, both times the sine of the distance, and the cosine of the distance.
CREATE OR REPLACE FUNCTION adql.toward(a_lon double precision, a_lat double precision, b_lon double precision, b_lat double precision)
RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT ARRAY[
    cosd(b_lat) * sind(b_lon - a_lon),
    sind(b_lat - a_lat) + 2 * sind(a_lat) * cosd(b_lat) * sind((b_lon - a_lon) / 2) ^ 2,
    sind(a_lat) * sind(b_lat) + cosd(a_lat) * cosd(b_lat) * cosd(b_lon - a_lon)]
$$;

-- The direction of the centre of mass; NULL where there is none.
CREATE OR REPLACE FUNCTION adql.centroid_polygon(polygon double precision[])
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  size integer := cardinality(polygon);
  a_lon double precision := polygon[1];
  a_lat double precision := polygon[2];
  b double precision[];
  c double precision[];
  weight double precision;
  total double precision := 0;
  east double precision := 0;
  north double precision := 0;
  reach double precision := 0;
BEGIN
  b := adql.toward(a_lon, a_lat, polygon[3], polygon[4]);
  reach := b[1] ^ 2 + b[2] ^ 2;
  FOR i IN 5 .. size BY 2 LOOP
    c := adql.toward(a_lon, a_lat, polygon[i], polygon[i + 1]);
    weight := b[1] * c[2] - b[2] * c[1];
    total := total + weight;
    east := east + weight * (b[1] + c[1]) / 3;
    north := north + weight * (b[2] + c[2]) / 3;
    b := c;
  END LOOP;
  RETURN ARRAY[a_lon + degrees(east / total) / cosd(a_lat), a_lat + degrees(north / total)];
END
$$;
