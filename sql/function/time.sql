-- Times. Dates without a known time scale mean UTC (DALI 1.1 sec 3.3.3), in the Gregorian calendar, also before it was introduced.

CREATE OR REPLACE FUNCTION adql.iso_to_jd(t timestamp) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT ((extract(epoch FROM t) + 210866760000) / 86400)::double precision $$;

CREATE OR REPLACE FUNCTION adql.iso_to_mjd(t timestamp) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT ((extract(epoch FROM t) + 3506716800) / 86400)::double precision $$;

-- Rounded to so many digits of a second, which a double does not hold for every time. NULL beyond the years 1 to 9999.
CREATE OR REPLACE FUNCTION adql.days_to_iso(mjd double precision, digits integer) RETURNS timestamp
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN mjd >= -678575 AND mjd < 2973484
    THEN timestamp '1858-11-17' + floor(mjd)::integer * interval '1 day'
      + pg_catalog.round(((mjd - floor(mjd)) * 86400)::numeric, digits)::double precision * interval '1 second' END
$$;

-- The spacing of doubles is below 1 microsecond in MJD until 2038, and 40 microseconds in JD.
CREATE OR REPLACE FUNCTION adql.mjd_to_iso(mjd double precision) RETURNS timestamp
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.days_to_iso(mjd, CASE WHEN abs(mjd) < 65536 THEN 6 ELSE 4 END) $$;

CREATE OR REPLACE FUNCTION adql.jd_to_iso(jd double precision) RETURNS timestamp
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.days_to_iso(jd - 2400000.5, 4) $$;

-- ---- GPS time: seconds since 1980-01-06T00:00:00 UTC, leap seconds counted

-- The days (MJD) on which UTC has one second more behind it than before, since GPS time began: IERS Bulletin C, as of its
-- 71st, which holds until the end of June 2026. A new one is a new number at the end here, and in gps_leap_seconds.
CREATE OR REPLACE FUNCTION adql.leap_second_days() RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT ARRAY[
    44786, 45151, 45516, 46247, 47161, 47892, 48257, 48804, 49169, 49534, 50083, 50630, 51179, 53736, 54832, 56109, 57204, 57754
  ]::double precision[]
$$;

CREATE OR REPLACE FUNCTION adql.mjd_to_gps(mjd double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN mjd >= 44244 THEN (mjd - 44244) * 86400 + width_bucket(mjd, adql.leap_second_days()) END $$;

CREATE OR REPLACE FUNCTION adql.iso_to_gps(t timestamp) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN t >= timestamp '1980-01-06'
    THEN (extract(epoch FROM t) - 315964800 + width_bucket(adql.iso_to_mjd(t), adql.leap_second_days()))::double precision END
$$;

-- The same moments in GPS time. A leap second itself, 23:59:60, becomes 00:00:00, as everywhere in PostgreSQL.
CREATE OR REPLACE FUNCTION adql.gps_leap_seconds(gps double precision) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT width_bucket(gps, ARRAY[
    46828801, 78364802, 109900803, 173059204, 252028805, 315187206, 346723207, 393984008, 425520009, 457056010,
    504489611, 551750412, 599184013, 820108814, 914803215, 1025136016, 1119744017, 1167264018
  ]::double precision[])
$$;

CREATE OR REPLACE FUNCTION adql.gps_to_mjd(gps double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN gps >= 0 THEN 44244 + (gps - adql.gps_leap_seconds(gps)) / 86400 END $$;

CREATE OR REPLACE FUNCTION adql.gps_to_iso(gps double precision) RETURNS timestamp
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN gps >= 0 AND gps < 253086336018
    THEN timestamp '1980-01-06' + pg_catalog.round((gps - adql.gps_leap_seconds(gps))::numeric, 6)::double precision * interval '1 second' END
$$;
