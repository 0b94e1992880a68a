-- Intervals of numbers, bounds included. One whose lower bound is above the upper one holds nothing (UDF catalogue 1.2).

CREATE OR REPLACE FUNCTION adql.interval_overlaps(a1 double precision, b1 double precision, a2 double precision, b2 double precision) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT (a1 <= b1 AND a2 <= b2 AND a1 <= b2 AND a2 <= b1)::integer $$;

CREATE OR REPLACE FUNCTION adql.interval_has(value double precision, bounds double precision[]) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT (value >= bounds[1] AND value <= bounds[2])::integer $$;
