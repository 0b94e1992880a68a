-- HEALPix in the nested scheme (Gorski et al. 2005, ApJ 622, 759), orders 0 to 29, as astropy-healpix computes it.

-- The bits of x (at most 2^29) at the even places of a bigint.
CREATE OR REPLACE FUNCTION adql.spread_bits(x bigint)
RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
  x := (x | (x << 16)) & x'0000FFFF0000FFFF'::bigint;
  x := (x | (x << 8)) & x'00FF00FF00FF00FF'::bigint;
  x := (x | (x << 4)) & x'0F0F0F0F0F0F0F0F'::bigint;
  x := (x | (x << 2)) & x'3333333333333333'::bigint;
  RETURN (x | (x << 1)) & x'5555555555555555'::bigint;
END
$$;

CREATE OR REPLACE FUNCTION adql.gather_bits(x bigint)
RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
  x := x & x'5555555555555555'::bigint;
  x := (x | (x >> 1)) & x'3333333333333333'::bigint;
  x := (x | (x >> 2)) & x'0F0F0F0F0F0F0F0F'::bigint;
  x := (x | (x >> 4)) & x'00FF00FF00FF00FF'::bigint;
  x := (x | (x >> 8)) & x'0000FFFF0000FFFF'::bigint;
  RETURN (x | (x >> 16)) & x'00000000FFFFFFFF'::bigint;
END
$$;

-- The cell of a position in degrees; NULL for a position or an order that does not exist.
CREATE OR REPLACE FUNCTION adql.healpix_index(cell_order integer, lon double precision, lat double precision)
RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  nside double precision;
  a double precision;
  z double precision;
  azimuth double precision;
  within double precision;
  scale double precision;
  xx double precision;
  yy double precision;
  face integer;
  bits bigint;
BEGIN
  IF cell_order NOT BETWEEN 0 AND 29 OR NOT abs(lat) <= 90 OR NOT abs(lon) < 1e300 THEN RETURN NULL; END IF;
  -- A product with a smaller number could underflow, which ends the query.
  lon := lon + 1e-40 - 1e-40;
  lat := lat + 1e-40 - 1e-40;
  nside := 1 << cell_order;
  a := radians(lon);
  z := sin(radians(lat));
  scale := cos(radians(lat));
  azimuth := atan2(scale * sin(a), scale * cos(a));
  IF azimuth < 0 THEN azimuth := azimuth + 2 * pi(); END IF;
  face := trunc(azimuth / (pi() / 2));
  within := azimuth - face * (pi() / 2);
  IF within < 0 THEN
    face := face - 1;
    within := within + pi() / 2;
  END IF;
  face := face % 4; -- 360 degrees may have become 2 pi
  IF abs(z) >= 2::double precision / 3 THEN
    scale := scale / sqrt(1 + abs(z)) * sqrt(3::double precision);
    xx := scale * abs(nside * (2 * within - pi()) / pi());
    yy := scale * nside * 2 * within / pi();
    IF z > 0 THEN
      xx := nside - xx;
      yy := nside - yy;
    ELSE
      a := xx;
      xx := yy;
      yy := a;
      face := face + 8;
    END IF;
  ELSE
    z := (z + 2::double precision / 3) / (4::double precision / 3);
    within := within / (pi() / 2);
    xx := (z + within) * nside;
    yy := (z - within + 1) * nside;
    IF xx >= nside THEN
      xx := xx - nside;
      IF yy >= nside THEN yy := yy - nside; ELSE face := (face + 1) % 4 + 4; END IF;
    ELSIF yy >= nside THEN
      yy := yy - nside;
      face := face + 4;
    ELSE
      face := face + 8;
    END IF;
  END IF;
  -- Interleaved: x and y stand side by side, and the middle quarters change places; then those of each half, and so on to single bits.
  bits := greatest(0, least(nside - 1, floor(xx)))::bigint | (greatest(0, least(nside - 1, floor(yy)))::bigint << 32);
  bits := (bits & x'1FFF00000000FFFF'::bigint) | ((bits & x'00000000FFFF0000'::bigint) << 16) | ((bits & x'0000FFFF00000000'::bigint) >> 16);
  bits := (bits & x'7F0000FFFF0000FF'::bigint) | ((bits & x'0000FF000000FF00'::bigint) << 8) | ((bits & x'00FF000000FF0000'::bigint) >> 8);
  bits := (bits & x'700FF00FF00FF00F'::bigint) | ((bits & x'00F000F000F000F0'::bigint) << 4) | ((bits & x'0F000F000F000F00'::bigint) >> 4);
  bits := (bits & x'43C3C3C3C3C3C3C3'::bigint) | ((bits & x'0C0C0C0C0C0C0C0C'::bigint) << 2) | ((bits & x'3030303030303030'::bigint) >> 2);
  bits := (bits & x'1999999999999999'::bigint) | ((bits & x'2222222222222222'::bigint) << 1) | ((bits & x'4444444444444444'::bigint) >> 1);
  RETURN (face::bigint << 2 * cell_order) + bits;
END
$$;

-- The centre of a cell as a point (lon, lat) in degrees; NULL for a cell or an order that does not exist.
CREATE OR REPLACE FUNCTION adql.healpix_center(cell_order integer, cell bigint)
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  nside bigint;
  face integer;
  x double precision;
  y double precision;
  azimuth double precision;
  v double precision;
  z double precision;
BEGIN
  IF cell_order NOT BETWEEN 0 AND 29 OR cell < 0 OR cell >> 2 * cell_order >= 12 THEN RETURN NULL; END IF;
  nside := 1::bigint << cell_order;
  face := cell >> 2 * cell_order;
  cell := cell & nside * nside - 1;
  x := (adql.gather_bits(cell) + 0.5::double precision) / nside;
  y := (adql.gather_bits(cell >> 1) + 0.5::double precision) / nside;
  IF face < 4 AND x + y > 1 OR face >= 8 AND x + y < 1 THEN
    IF face < 4 THEN
      x := 1 - x;
      y := 1 - y;
    ELSE
      v := x;
      x := y;
      y := v;
    END IF;
    -- (x, y) is now measured from the pole.
    azimuth := 90 * (face % 4) + 90 * y / (x + y);
    v := (x + y) / sqrt(3::double precision);
    -- 1 - v^2 is the sine of the latitude; v sqrt(2 - v^2) its cosine, without loss at the pole.
    z := atan2d(1 - v * v, v * sqrt(2 - v * v));
    RETURN ARRAY[azimuth, CASE WHEN face < 4 THEN z ELSE -z END];
  END IF;
  azimuth := 45 * (x - y + 2 * (face % 4) + CASE WHEN face BETWEEN 4 AND 7 THEN 0 ELSE 1 END);
  z := 2 * (x + y - face / 4) / 3;
  RETURN ARRAY[CASE WHEN azimuth < 0 THEN azimuth + 360 ELSE azimuth END, atan2d(z, sqrt((1 - z) * (1 + z)))];
END
$$;
