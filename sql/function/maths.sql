-- Functions that PostgreSQL has with another meaning, or that end the whole query with an error where one row has no result:
-- here that row's value is NULL. They are inlined, so they cost no more than what they call.

CREATE OR REPLACE FUNCTION adql.log(x double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN x > 0 THEN ln(x) END $$;

CREATE OR REPLACE FUNCTION adql.log10(x double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN x > 0 THEN pg_catalog.log(x) END $$;

CREATE OR REPLACE FUNCTION adql.sqrt(x double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN x >= 0 THEN pg_catalog.sqrt(x) END $$;

-- Beyond 1 by no more than rounding counts as 1: the argument is often a dot product.
CREATE OR REPLACE FUNCTION adql.acos(x double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN x BETWEEN -1.000000000000001 AND 1.000000000000001 THEN pg_catalog.acos(CASE WHEN x > 1 THEN 1 WHEN x < -1 THEN -1 ELSE x END) END $$;

CREATE OR REPLACE FUNCTION adql.asin(x double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN x BETWEEN -1.000000000000001 AND 1.000000000000001 THEN pg_catalog.asin(CASE WHEN x > 1 THEN 1 WHEN x < -1 THEN -1 ELSE x END) END $$;

-- Out of the range of doubles: infinity above, zero below, as in IEEE 754.
CREATE OR REPLACE FUNCTION adql.exp(x double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN x = 'NaN' THEN x WHEN x > 709.782712893384 THEN 'Infinity' WHEN x < -708.3 THEN 0 ELSE pg_catalog.exp(x) END $$;

CREATE OR REPLACE FUNCTION adql.power(x double precision, y double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN x = 0 AND y < 0 OR x < 0 AND y <> trunc(y) THEN NULL
    WHEN x = 0 OR x IN ('Infinity', '-Infinity', 'NaN') OR y IN ('Infinity', '-Infinity', 'NaN') THEN pg_catalog.power(x, y)
    WHEN y * ln(abs(x)) < -708.3 THEN 0
    WHEN y * ln(abs(x)) > 709.782712893 THEN CASE WHEN x < 0 AND trunc(y / 2) * 2 <> y THEN '-Infinity'::double precision ELSE 'Infinity' END
    ELSE pg_catalog.power(x, y)
  END
$$;

-- The remainder has the sign of x. NULL if y is 0.
CREATE OR REPLACE FUNCTION adql.mod(x double precision, y double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN y = 0 OR x IN ('Infinity', '-Infinity') THEN NULL
    WHEN x = 'NaN' OR y IN ('Infinity', '-Infinity', 'NaN') THEN CASE WHEN y = 'NaN' THEN y ELSE x END
    ELSE pg_catalog.mod(x::text::numeric, y::text::numeric)::double precision
  END
$$;

-- Halves go away from zero. Decimal places are counted in the shortest decimal form of x, so that round(2.675, 2) is 2.68.
CREATE OR REPLACE FUNCTION adql.round(x double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT trunc(x) + CASE WHEN abs(x) < 'Infinity' AND abs(x - trunc(x)) >= 0.5 THEN sign(x) ELSE 0 END $$;

CREATE OR REPLACE FUNCTION adql.round(x double precision, places integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN abs(x) < 'Infinity' THEN pg_catalog.round(x::text::numeric, places)::double precision ELSE x + 0 * places END $$;

CREATE OR REPLACE FUNCTION adql.truncate(x double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT trunc(x) $$;

CREATE OR REPLACE FUNCTION adql.truncate(x double precision, places integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN abs(x) < 'Infinity' THEN trunc(x::text::numeric, places)::double precision ELSE x + 0 * places END $$;
