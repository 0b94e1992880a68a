-- Where an object stands at another epoch if it moves along a straight line with constant speed (UDF catalogue 1.2; Hipparcos
-- Catalogue vol. 1 sec 1.5.5). Degrees, mas, mas/yr (pm_ra with the cosine of the declination in it), km/s, Julian years.
-- Without a parallax, or with one that is not positive, the object is infinitely far, and its radial velocity moves nothing.
CREATE OR REPLACE FUNCTION adql.epoch_prop_pos(
  ra double precision, de double precision, parallax double precision,
  pm_ra double precision, pm_dec double precision, radial_velocity double precision,
  ref_epoch double precision, out_epoch double precision)
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  -- One au per Julian year in km/s.
  au_per_year CONSTANT double precision := 4.740470446;
  mas CONSTANT double precision := radians(1 / 3600000.0);
  years CONSTANT double precision := out_epoch - ref_epoch;
  away CONSTANT double precision := 1 + coalesce(radial_velocity * greatest(parallax, 0) / au_per_year * mas, 0) * years;
  east CONSTANT double precision := coalesce(pm_ra, 0) * mas * years;
  north CONSTANT double precision := coalesce(pm_dec, 0) * mas * years;
  x double precision;
  y double precision;
  z double precision;
  lon double precision;
BEGIN
  IF ra IS NULL OR years IS NULL OR de IS NULL OR abs(de) > 90 OR abs(ra) = 'Infinity' THEN
    RETURN NULL;
  END IF;
  -- The plane of the meridian is turned to x and z first, so that ra needs no sine or cosine.
  x := away * cosd(de) - north * sind(de);
  y := east;
  z := away * sind(de) + north * cosd(de);
  lon := ra + atan2d(y, x);
  RETURN adql.point(lon - 360 * floor((lon + 1e-40) / 360), atan2d(z, pg_catalog.sqrt(x * x + y * y)));
END
$$;
