-- A number from the normal distribution, by the method of Box and Muller; a new one for each row.
CREATE OR REPLACE FUNCTION adql.normal_random(mu double precision, sigma double precision) RETURNS double precision
LANGUAGE sql VOLATILE PARALLEL RESTRICTED
AS $$ SELECT mu + sigma * pg_catalog.sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) $$;
