-- Rotation between reference frames with a matrix, row by row: v' = M v.
CREATE OR REPLACE FUNCTION adql.rotate(
  lon double precision, lat double precision,
  m11 double precision, m12 double precision, m13 double precision,
  m21 double precision, m22 double precision, m23 double precision,
  m31 double precision, m32 double precision, m33 double precision)
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  x double precision;
  y double precision;
  z double precision;
  turned_x double precision;
  turned_y double precision;
  turned double precision;
BEGIN
  IF NOT adql.is_position(lon, lat) THEN RETURN NULL; END IF;
  lon := lon + 1e-40 - 1e-40;
  lat := lat + 1e-40 - 1e-40;
  x := cosd(lat) * cosd(lon);
  y := cosd(lat) * sind(lon);
  z := sind(lat);
  turned_x := m11 * x + m12 * y + m13 * z;
  turned_y := m21 * x + m22 * y + m23 * z;
  turned := atan2d(turned_y, turned_x);
  RETURN ARRAY[
    adql.turn_positive(turned),
    atan2d(m31 * x + m32 * y + m33 * z, sqrt(turned_x ^ 2 + turned_y ^ 2))];
END
$$;

-- A point, circle or polygon.
CREATE OR REPLACE FUNCTION adql.rotate_shape(
  shape double precision[],
  m11 double precision, m12 double precision, m13 double precision,
  m21 double precision, m22 double precision, m23 double precision,
  m31 double precision, m32 double precision, m33 double precision)
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  turned double precision[] := '{}';
BEGIN
  FOR i IN 1 .. cardinality(shape) - 1 BY 2 LOOP
    turned := turned || adql.rotate(shape[i], shape[i + 1], m11, m12, m13, m21, m22, m23, m31, m32, m33);
  END LOOP;
  RETURN CASE WHEN cardinality(shape) = 3 THEN turned || shape[3] ELSE turned END;
END
$$;
