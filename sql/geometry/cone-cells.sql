-- The runs of order-29 nested cells, disjoint, outside of which nothing lies within a radius (degrees) of a position: a few index ranges
-- for each row that drives a crossmatch, so that they must be made in a microsecond or two. No rows where there is no position, or the radius
-- is negative.
--
-- At an order where half a cell is wider than the radius, the circle stays within the four cells round the corner that is nearest to the
-- position. No cell of order k is narrower than 0.69 / 2^k radians (computed from the edges of all cells of orders 0 to 8; the limit is reached
-- from above); 34 degrees / 2^k leave a margin of a seventh.
--
-- Looking into an index takes longer than looking at a few rows more: where the circle does not leave a cell up to 16 times as wide, that one is
-- given, if it is of the order `sparse` or finer, whose cells have hardly a row.
CREATE OR REPLACE FUNCTION adql.cone_cells(
  lon double precision, lat double precision, radius double precision, sparse integer, OUT low bigint, OUT high bigint)
RETURNS SETOF record
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT ROWS 4
AS $$
DECLARE
  finest bigint := adql.healpix_index(29, lon, lat);
  cell_order integer;
  shift integer;
  size bigint; -- of a cell, in cells of order 29
  face bigint;
  inside bigint; -- the bits of a cell within its face
  x bigint; -- interleaved: the even bits
  y bigint; -- the odd bits
  x_bits bigint;
  to_east boolean;
  to_west boolean;
  next_x bigint;
  next_y bigint;
  levels integer;
  halves bigint;
BEGIN
  IF finest IS NULL OR radius < 0 THEN RETURN; END IF;
  IF radius > 17 THEN
    low := 0;
    high := (12::bigint << 58) - 1;
    RETURN NEXT;
    RETURN;
  END IF;
  cell_order := least(28, floor(ln(17 / (radius + 1e-9)) / ln(2::double precision)));
  shift := 2 * (29 - cell_order);
  IF sparse < cell_order THEN
    levels := least(cell_order - sparse, 4);
    -- Only from the outermost halves of its cells does a circle reach beyond the wide cell: bits all 0 or all 1.
    halves := (1::bigint << 2 * levels + 2) - 1 & x'5555'::bigint;
    IF (finest >> shift - 2 & halves) NOT IN (0, halves) AND (finest >> shift - 1 & halves) NOT IN (0, halves) THEN
      shift := shift + 2 * levels;
      low := finest >> shift << shift;
      high := low + (1::bigint << shift) - 1;
      RETURN NEXT;
      RETURN;
    END IF;
  END IF;
  size := 1::bigint << shift;
  inside := (1::bigint << 2 * cell_order) - 1;
  x_bits := inside & x'5555555555555555'::bigint;
  face := finest >> 58;
  x := (finest >> shift) & x_bits;
  y := (finest >> shift) & inside & ~x_bits;
  -- Which half of the cell the position lies in.
  to_east := finest >> shift - 2 & 1 = 1;
  to_west := finest >> shift - 1 & 1 = 1;
  IF x = (CASE WHEN to_east THEN x_bits ELSE 0 END) OR y = (CASE WHEN to_west THEN inside - x_bits ELSE 0 END) THEN
    RETURN QUERY SELECT cell << shift, (cell << shift) + size - 1 FROM adql.cells_over_edge(cell_order, finest >> shift, to_east, to_west) AS cell;
    RETURN;
  END IF;
  -- Subtracting through the bits that are not there carries from one even bit to the next.
  next_x := CASE WHEN to_east THEN x - x_bits ELSE x - 1 END & x_bits;
  next_y := CASE WHEN to_west THEN y - (inside - x_bits) ELSE y - 1 END & inside - x_bits;
  face := face << 2 * cell_order;
  IF x # next_x = 1 THEN
    -- Neighbours in x with one parent have consecutive numbers; so have all four, if they have one parent.
    x := least(x, next_x);
    IF y # next_y = 2 THEN
      low := (face | x | least(y, next_y)) << shift;
      high := low + 4 * size - 1;
      RETURN NEXT;
      RETURN;
    END IF;
    low := (face | x | y) << shift;
    high := low + 2 * size - 1;
    RETURN NEXT;
    low := (face | x | next_y) << shift;
    high := low + 2 * size - 1;
    RETURN NEXT;
    RETURN;
  END IF;
  low := (face | x | y) << shift;
  high := low + size - 1;
  RETURN NEXT;
  low := (face | next_x | y) << shift;
  high := low + size - 1;
  RETURN NEXT;
  low := (face | x | next_y) << shift;
  high := low + size - 1;
  RETURN NEXT;
  low := (face | next_x | next_y) << shift;
  high := low + size - 1;
  RETURN NEXT;
END
$$;

-- A cell and its neighbours to one side in x, in y, and in both, where some lie on another face.
--
-- The faces about a face (rows, from south: where x and y fall short, lie within, or go beyond), by how the axes turn there (Gorski et al. 2005,
-- fig. 4). At some corners three faces meet, and one neighbour does not exist.
CREATE OR REPLACE FUNCTION adql.cells_over_edge(cell_order integer, cell bigint, x_up boolean, y_up boolean)
RETURNS SETOF bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT ROWS 4
AS $$
DECLARE
  side bigint := 1::bigint << cell_order;
  face integer := cell >> 2 * cell_order;
  row_of_face integer := face / 4;
  column_of_face integer := face % 4;
  x bigint;
  y bigint;
  swapped bigint;
  other integer;
  step_x integer;
  step_y integer;
BEGIN
  FOR step IN 0 .. 3 LOOP
    x := adql.gather_bits(cell & side * side - 1) + CASE WHEN step & 1 = 0 THEN 0 WHEN x_up THEN 1 ELSE -1 END;
    y := adql.gather_bits((cell & side * side - 1) >> 1) + CASE WHEN step & 2 = 0 THEN 0 WHEN y_up THEN 1 ELSE -1 END;
    step_x := CASE WHEN x < 0 THEN -1 WHEN x >= side THEN 1 ELSE 0 END;
    step_y := CASE WHEN y < 0 THEN -1 WHEN y >= side THEN 1 ELSE 0 END;
    x := x - step_x * side;
    y := y - step_y * side;
    other := NULL;
    IF step_x = 0 AND step_y = 0 THEN
      other := face;
    ELSIF row_of_face = 1 THEN
      -- The belt: faces of both caps beside it, of the belt itself at its east and west corners, where no fourth cell is.
      other := CASE
        WHEN step_x = 1 AND step_y = 0 THEN column_of_face
        WHEN step_x = 0 AND step_y = 1 THEN (column_of_face + 3) % 4
        WHEN step_x = -1 AND step_y = 0 THEN 8 + (column_of_face + 3) % 4
        WHEN step_x = 0 AND step_y = -1 THEN 8 + column_of_face
        WHEN step_x = 1 AND step_y = -1 THEN 4 + (column_of_face + 1) % 4
        WHEN step_x = -1 AND step_y = 1 THEN 4 + (column_of_face + 3) % 4
      END;
    ELSIF row_of_face = 0 THEN
      -- Round the north pole the axes turn by a quarter from face to face.
      IF step_x = 1 AND step_y = 1 THEN
        other := (column_of_face + 2) % 4;
        x := side - 1 - x;
        y := side - 1 - y;
      ELSIF step_x = 1 AND step_y = 0 THEN
        other := (column_of_face + 1) % 4;
        swapped := x;
        x := y;
        y := side - 1 - swapped;
      ELSIF step_x = 0 AND step_y = 1 THEN
        other := (column_of_face + 3) % 4;
        swapped := x;
        x := side - 1 - y;
        y := swapped;
      ELSIF step_x = -1 AND step_y = 0 THEN
        other := 4 + column_of_face;
      ELSIF step_x = 0 AND step_y = -1 THEN
        other := 4 + (column_of_face + 1) % 4;
      ELSIF step_x = -1 AND step_y = -1 THEN
        other := 8 + column_of_face;
      END IF;
    ELSE
      IF step_x = -1 AND step_y = -1 THEN
        other := 8 + (column_of_face + 2) % 4;
        x := side - 1 - x;
        y := side - 1 - y;
      ELSIF step_x = -1 AND step_y = 0 THEN
        other := 8 + (column_of_face + 3) % 4;
        swapped := x;
        x := y;
        y := side - 1 - swapped;
      ELSIF step_x = 0 AND step_y = -1 THEN
        other := 8 + (column_of_face + 1) % 4;
        swapped := x;
        x := side - 1 - y;
        y := swapped;
      ELSIF step_x = 1 AND step_y = 0 THEN
        other := 4 + (column_of_face + 1) % 4;
      ELSIF step_x = 0 AND step_y = 1 THEN
        other := 4 + column_of_face;
      ELSIF step_x = 1 AND step_y = 1 THEN
        other := column_of_face;
      END IF;
    END IF;
    CONTINUE WHEN other IS NULL;
    RETURN NEXT (other::bigint << 2 * cell_order) + adql.spread_bits(x) + (adql.spread_bits(y) << 1);
  END LOOP;
END
$$;

-- What the hidden column of a region that has a position holds, one or the other of: the cells round the position of the orders that covers
-- are made of, numbered as there.
CREATE OR REPLACE FUNCTION adql.touch_codes(lon double precision, lat double precision)
RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  cell bigint := adql.healpix_index(13, lon, lat);
  codes bigint[] := ARRAY[-(4::bigint << 26) - cell];
BEGIN
  IF cell IS NULL THEN RETURN NULL; END IF;
  FOR cell_order IN 0 .. 13 LOOP
    codes := codes || (4::bigint << 2 * cell_order) + (cell >> 26 - 2 * cell_order);
  END LOOP;
  RETURN codes;
END
$$;

-- Whether the first position lies within a circle about the second, for few rows: each takes longer than if the test were written out, but
-- planning a query takes less. Most are told by the cosine of the distance; near the edge, where that is too rough, the distance is looked at.
CREATE OR REPLACE FUNCTION adql.is_in_circle(
  lon1 double precision, lat1 double precision, lon2 double precision, lat2 double precision, radius double precision, strictly boolean)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
  IF NOT (abs(lat1) <= 90 AND abs(lon1) < 1e300) THEN RETURN NULL; END IF;
  -- Squares of what is nearly nothing would underflow, which ends the query.
  CASE width_bucket(
    cosd(lat1) * cosd(lat2) * cosd(lon1 - lon2) + sind(lat1 + 1e-40::double precision) * sind(lat2 + 1e-40::double precision) - cosd(least(radius, 180)),
    -1e-12::double precision, 1e-12::double precision, 1)
  WHEN 0 THEN RETURN false;
  WHEN 2 THEN RETURN true;
  ELSE RETURN adql.separation(lon1, lat1, lon2, lat2) < radius
    OR NOT strictly AND adql.separation(lon1, lat1, lon2, lat2) = radius;
  END CASE;
END
$$;
