-- Polygons on the sphere: the smaller of the two areas that the edges bound. Of one whose edges cross themselves, the places that are
-- parted from the outside by an odd number of edges; of one without an area, its edges.

SET LOCAL check_function_bodies = off; -- functions of files that come later are called

-- A position is inside where the meridian from it to the south pole crosses an odd number of edges, if that pole is outside, and an even
-- number otherwise.
--
-- What depends on the polygon alone stands in adql.polygon_edges, which PostgreSQL computes once if the polygon is constant.
CREATE OR REPLACE FUNCTION adql.contains_point_polygon(lon double precision, lat double precision, polygon double precision[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.is_within_edges(lon, lat, adql.polygon_edges(polygon)) $$;

-- NULL for an array that is no polygon. Otherwise 1 if the south pole is inside and 0 if not; the longitude of the last vertex; and for
-- each edge, from a to b: the longitude of b; three factors of the determinant of a, b and a position; 1 if it leads to the east, -1 if to the
-- west; the latitudes of a and b.
CREATE OR REPLACE FUNCTION adql.polygon_edges(polygon double precision[])
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  size integer := cardinality(polygon);
  a_lon double precision := polygon[size - 1] + 1e-40 - 1e-40 - 360 * floor((polygon[size - 1] + 1e-40) / 360);
  a_lat double precision := polygon[size] + 1e-40 - 1e-40;
  b_lon double precision;
  b_lat double precision;
  width double precision;
  total double precision := 0;
  edges double precision[];
BEGIN
  IF adql.polygon(polygon) IS NULL THEN RETURN NULL; END IF;
  edges[2 + 7 * size / 2] := 0; -- so that the array need not grow
  edges[2] := a_lon;
  FOR i IN 1 .. size BY 2 LOOP
    -- Squares of what is nearly nothing would underflow, which ends the query.
    b_lon := polygon[i] + 1e-40 - 1e-40 - 360 * floor((polygon[i] + 1e-40) / 360);
    b_lat := polygon[i + 1] + 1e-40 - 1e-40;
    width := adql.turn(a_lon, b_lon);
    -- The triangle with the north pole.
    total := total + 2 * atan2(
      sind((90 - a_lat) / 2) * sind((90 - b_lat) / 2) * sind(width),
      cosd((90 - a_lat) / 2) * cosd((90 - b_lat) / 2) + sind((90 - a_lat) / 2) * sind((90 - b_lat) / 2) * cosd(width));
    edges[3 + 7 * (i / 2) : 9 + 7 * (i / 2)] := ARRAY[
      b_lon, cosd(a_lat) * cosd(b_lat) * sind(width), sind(b_lat) * cosd(a_lat), sind(a_lat) * cosd(b_lat),
      CASE WHEN width > 0 THEN 1 ELSE -1 END, a_lat, b_lat];
    a_lon := b_lon;
    a_lat := b_lat;
  END LOOP;
  -- The triangles, positive to the east, sum to the area on the left less 4 pi for each time that the polygon winds round the south pole.
  edges[1] := CASE WHEN abs(total) > 2 * pi() THEN 1 ELSE 0 END;
  RETURN edges;
END
$$;

CREATE OR REPLACE FUNCTION adql.is_within_edges(lon double precision, lat double precision, edges double precision[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  sine double precision;
  cosine double precision;
  a_side double precision;
  b_side double precision;
  determinant double precision;
  inside boolean := edges[1] = 1;
BEGIN
  IF NOT adql.is_position(lon, lat) THEN RETURN NULL; END IF;
  lon := lon + 1e-40 - 1e-40 - 360 * floor((lon + 1e-40) / 360);
  sine := sind(lat + 1e-40 - 1e-40);
  cosine := cosd(lat);
  a_side := sind(adql.turn(lon, edges[2]));
  FOR i IN 3 .. cardinality(edges) BY 7 LOOP
    b_side := sind(adql.turn(lon, edges[i]));
    -- The meridian passes the edge by unless the ends lie on either side of it, or very near.
    IF (a_side < 0) <> (b_side < 0) OR least(abs(a_side), abs(b_side)) * cosine < 4e-15 THEN
      determinant := sine * edges[i + 1] + cosine * (edges[i + 2] * a_side - edges[i + 3] * b_side);
      IF abs(determinant) < 4e-15
        AND adql.arc_distance(lon, lat, edges[CASE WHEN i = 3 THEN 2 ELSE i - 7 END], edges[i + 5], edges[i], edges[i + 6]) < 1.5e-13
      THEN
        RETURN true;
      END IF;
      IF (a_side < 0) <> (b_side < 0) AND (a_side < 0) = (edges[i + 4] > 0) AND (determinant > 0) = (edges[i + 4] > 0) THEN
        inside := NOT inside;
      END IF;
    END IF;
    a_side := b_side;
  END LOOP;
  RETURN inside;
END
$$;

-- The distance of a position from the nearest edge, in degrees.
CREATE OR REPLACE FUNCTION adql.edge_distance(lon double precision, lat double precision, polygon double precision[])
RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  size integer := cardinality(polygon);
  a_lon double precision := polygon[size - 1];
  a_lat double precision := polygon[size];
  nearest double precision := 180;
BEGIN
  FOR i IN 1 .. size BY 2 LOOP
    nearest := least(nearest, adql.arc_distance(lon, lat, a_lon, a_lat, polygon[i], polygon[i + 1]));
    a_lon := polygon[i];
    a_lat := polygon[i + 1];
  END LOOP;
  RETURN nearest;
END
$$;

-- The distance of a position from the farthest vertex, in degrees.
CREATE OR REPLACE FUNCTION adql.farthest_vertex(lon double precision, lat double precision, polygon double precision[])
RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  farthest double precision := 0;
BEGIN
  FOR i IN 1 .. cardinality(polygon) BY 2 LOOP
    farthest := greatest(farthest, adql.separation(lon, lat, polygon[i], polygon[i + 1]));
  END LOOP;
  RETURN farthest;
END
$$;

-- Whether an edge of one crosses an edge of the other. Most pairs are sorted out by the determinant alone.
CREATE OR REPLACE FUNCTION adql.edges_cross(one double precision[], other double precision[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  edges double precision[] := adql.polygon_edges(one);
  size integer := cardinality(other);
  a_lon double precision := edges[2];
  b_lon double precision;
  c_lon double precision;
  c_lat double precision;
  c_side double precision;
  d_lon double precision;
  d_lat double precision;
  d_side double precision;
BEGIN
  FOR i IN 3 .. cardinality(edges) BY 7 LOOP
    b_lon := edges[i];
    c_side := 0;
    c_lon := other[size - 1] + 1e-40 - 1e-40;
    c_lat := other[size] + 1e-40 - 1e-40;
    FOR j IN 1 .. size BY 2 LOOP
      d_lon := other[j] + 1e-40 - 1e-40;
      d_lat := other[j + 1] + 1e-40 - 1e-40;
      d_side := sind(d_lat) * edges[i + 1] + cosd(d_lat) * (edges[i + 2] * sind(a_lon - d_lon) - edges[i + 3] * sind(b_lon - d_lon));
      IF ((c_side < 0) <> (d_side < 0) OR least(abs(c_side), abs(d_side)) < 4e-15)
        AND adql.arcs_cross(a_lon, edges[i + 5], b_lon, edges[i + 6], c_lon, c_lat, d_lon, d_lat)
      THEN
        RETURN true;
      END IF;
      c_lon := d_lon;
      c_lat := d_lat;
      c_side := d_side;
    END LOOP;
    a_lon := b_lon;
  END LOOP;
  RETURN false;
END
$$;

-- Whether the arc from a to b, both in the polygon, and crossing none of its edges, stays inside. It can leave only where it touches a vertex,
-- or at once; so the middle is looked at between all such places.
CREATE OR REPLACE FUNCTION adql.arc_stays_inside(
  a_lon double precision, a_lat double precision, b_lon double precision, b_lat double precision, polygon double precision[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  edges double precision[] := adql.polygon_edges(polygon);
  lon double precision := a_lon;
  lat double precision := a_lat;
  next record;
  step double precision[];
  middle double precision[];
BEGIN
  FOR next IN
    SELECT v.lon, v.lat
    FROM (
      SELECT polygon[i] AS lon, polygon[i + 1] AS lat FROM generate_series(1, cardinality(polygon), 2) AS i
      UNION ALL SELECT b_lon, b_lat) AS v
    WHERE adql.arc_distance(v.lon, v.lat, a_lon, a_lat, b_lon, b_lat) < 1.5e-13
    ORDER BY adql.separation(a_lon, a_lat, v.lon, v.lat)
  LOOP
    step := adql.toward(lon, lat, next.lon, next.lat);
    middle := adql.place_toward(lon, lat, step[1], step[2], 1 + step[3]);
    IF NOT adql.is_within_edges(middle[1], middle[2], edges) THEN RETURN false; END IF;
    lon := next.lon;
    lat := next.lat;
  END LOOP;
  RETURN true;
END
$$;

-- The area in steradians, negative if it lies to the right of the edges: the sum of the excesses of the triangles of each edge and the first
-- vertex, exact for tiny polygons too.
CREATE OR REPLACE FUNCTION adql.signed_area(polygon double precision[])
RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  b double precision[] := adql.toward(polygon[1], polygon[2], polygon[3], polygon[4]);
  c double precision[];
  total double precision := 0;
BEGIN
  FOR i IN 5 .. cardinality(polygon) BY 2 LOOP
    c := adql.toward(polygon[1], polygon[2], polygon[i], polygon[i + 1]);
    total := total + 2 * atan2(b[1] * c[2] - b[2] * c[1], (1 + b[3]) * (1 + c[3]) + b[1] * c[1] + b[2] * c[2]);
    b := c;
  END LOOP;
  total := total - 4 * pi() * round(total / (4 * pi()));
  RETURN CASE WHEN abs(total) < 1e-40 THEN 0 ELSE total END; -- what adql.toward adds
END
$$;

-- In square degrees.
CREATE OR REPLACE FUNCTION adql.area_polygon(polygon double precision[])
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT abs(adql.signed_area(polygon)) * degrees(1) ^ 2 $$;

-- The direction of the centre of mass: the sum of the edges' lengths times the poles of their circles (half of it is the integral of the
-- position over the area). Digits are lost to differences in small polygons: below 20 arcsec the plane is right to 1e-12, and better than that.
-- Of a polygon without an area, the middle of the vertices; NULL where that is nowhere.
CREATE OR REPLACE FUNCTION adql.centroid_polygon(polygon double precision[])
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  size integer := cardinality(polygon);
  lon double precision := polygon[1];
  lat double precision := polygon[2];
  b double precision[] := ARRAY[0, 0, 1];
  c double precision[];
  normal double precision[];
  weight double precision;
  area double precision := 0;
  reach double precision := 0;
  middle double precision[] := '{0,0,0}';
  flat double precision[] := '{0,0}';
  solid double precision[] := '{0,0,0}';
BEGIN
  FOR i IN 3 .. size + 2 BY 2 LOOP
    c := CASE WHEN i > size THEN ARRAY[0, 0, 1] ELSE adql.toward(lon, lat, polygon[i], polygon[i + 1]) END;
    middle := ARRAY[middle[1] + c[1], middle[2] + c[2], middle[3] + c[3]];
    reach := greatest(reach, abs(c[1]), abs(c[2]), 1 - c[3]);
    weight := b[1] * c[2] - b[2] * c[1];
    area := area + weight;
    flat := ARRAY[flat[1] + weight * (b[1] + c[1]) / 3, flat[2] + weight * (b[2] + c[2]) / 3];
    normal := ARRAY[b[2] * c[3] - b[3] * c[2], b[3] * c[1] - b[1] * c[3], weight];
    weight := sqrt(normal[1] ^ 2 + normal[2] ^ 2 + normal[3] ^ 2);
    IF weight > 0 THEN
      weight := atan2(weight, b[1] * c[1] + b[2] * c[2] + b[3] * c[3]) / weight;
      solid := ARRAY[solid[1] + weight * normal[1], solid[2] + weight * normal[2], solid[3] + weight * normal[3]];
    END IF;
    b := c;
  END LOOP;
  IF reach < 1e-4 AND abs(area) > 1e-15 * reach * reach THEN
    flat := ARRAY[flat[1] / area, flat[2] / area];
    RETURN adql.place_toward(lon, lat, flat[1], flat[2], sqrt(1 - flat[1] ^ 2 - flat[2] ^ 2));
  END IF;
  IF reach < 1e-4 OR solid[1] ^ 2 + solid[2] ^ 2 + solid[3] ^ 2 < 1e-28 THEN
    IF middle[1] ^ 2 + middle[2] ^ 2 + middle[3] ^ 2 < 1e-28 THEN RETURN NULL; END IF;
    RETURN adql.place_toward(lon, lat, middle[1], middle[2], middle[3]);
  END IF;
  IF adql.signed_area(polygon) < 0 THEN solid := ARRAY[-solid[1], -solid[2], -solid[3]]; END IF;
  RETURN adql.place_toward(lon, lat, solid[1], solid[2], solid[3]);
END
$$;
