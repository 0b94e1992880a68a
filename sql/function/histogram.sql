-- The aggregate behind ivo_histogram: counts below the range, in its equal bins, and at or above its end. NULL and NaN are not counted.

CREATE OR REPLACE FUNCTION adql.histogram_add(counts integer[], value double precision, low double precision, high double precision, bins integer)
RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  bucket integer;
BEGIN
  IF counts IS NULL THEN
    counts := adql.empty_histogram(bins);
  END IF;
  IF value IS NULL OR value = 'NaN' THEN
    RETURN counts;
  END IF;
  bucket := width_bucket(value, low, high, bins) + 1;
  counts[bucket] := counts[bucket] + 1;
  RETURN counts;
END
$$;

CREATE OR REPLACE FUNCTION adql.histogram_merge(one integer[], other integer[]) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  IF one IS NULL OR other IS NULL THEN
    RETURN coalesce(one, other);
  END IF;
  FOR bucket IN 1 .. array_length(one, 1) LOOP
    one[bucket] := one[bucket] + other[bucket];
  END LOOP;
  RETURN one;
END
$$;

CREATE OR REPLACE AGGREGATE adql.histogram(value double precision, low double precision, high double precision, bins integer) (
  SFUNC = adql.histogram_add,
  STYPE = integer[],
  COMBINEFUNC = adql.histogram_merge,
  PARALLEL = SAFE
);

-- That of no rows.
CREATE OR REPLACE FUNCTION adql.empty_histogram(bins integer) RETURNS integer[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT array_fill(0, ARRAY[bins + 2]) $$;
