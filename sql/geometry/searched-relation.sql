-- The pairs that need a search through cells, or the parts of a region.

SET LOCAL check_function_bodies = off; -- functions of files that come later are called

CREATE OR REPLACE FUNCTION adql.contains_point_region(lon double precision, lat double precision, region text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.is_in_parts(lon, lat, adql.region_parts(region)) $$;

CREATE OR REPLACE FUNCTION adql.contains_circle_moc(circle double precision[], moc int8multirange)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_contain(ARRAY[adql.part_of(circle)], ARRAY[adql.part_of(moc)]) $$;

CREATE OR REPLACE FUNCTION adql.contains_circle_region(circle double precision[], region text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_contain(ARRAY[adql.part_of(circle)], adql.region_parts(region)) $$;

CREATE OR REPLACE FUNCTION adql.contains_polygon_moc(polygon double precision[], moc int8multirange)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_contain(ARRAY[adql.part_of(polygon)], ARRAY[adql.part_of(moc)]) $$;

CREATE OR REPLACE FUNCTION adql.contains_polygon_region(polygon double precision[], region text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_contain(ARRAY[adql.part_of(polygon)], adql.region_parts(region)) $$;

CREATE OR REPLACE FUNCTION adql.contains_moc_point(moc int8multirange, point double precision[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_contain(ARRAY[adql.part_of(moc)], ARRAY[adql.part_of(point)]) $$;

CREATE OR REPLACE FUNCTION adql.contains_moc_circle(moc int8multirange, circle double precision[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_contain(ARRAY[adql.part_of(moc)], ARRAY[adql.part_of(circle)]) $$;

CREATE OR REPLACE FUNCTION adql.contains_moc_polygon(moc int8multirange, polygon double precision[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_contain(ARRAY[adql.part_of(moc)], ARRAY[adql.part_of(polygon)]) $$;

CREATE OR REPLACE FUNCTION adql.contains_moc_region(moc int8multirange, region text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_contain(ARRAY[adql.part_of(moc)], adql.region_parts(region)) $$;

CREATE OR REPLACE FUNCTION adql.contains_region_point(region text, point double precision[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_contain(adql.region_parts(region), ARRAY[adql.part_of(point)]) $$;

CREATE OR REPLACE FUNCTION adql.contains_region_circle(region text, circle double precision[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_contain(adql.region_parts(region), ARRAY[adql.part_of(circle)]) $$;

CREATE OR REPLACE FUNCTION adql.contains_region_polygon(region text, polygon double precision[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_contain(adql.region_parts(region), ARRAY[adql.part_of(polygon)]) $$;

CREATE OR REPLACE FUNCTION adql.contains_region_moc(region text, moc int8multirange)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_contain(adql.region_parts(region), ARRAY[adql.part_of(moc)]) $$;

CREATE OR REPLACE FUNCTION adql.contains_region_region(inner_region text, outer_region text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_contain(adql.region_parts(inner_region), adql.region_parts(outer_region)) $$;

CREATE OR REPLACE FUNCTION adql.intersects_point_region(lon double precision, lat double precision, region text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.contains_point_region(lon, lat, region) $$;

CREATE OR REPLACE FUNCTION adql.intersects_circle_moc(circle double precision[], moc int8multirange)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.touches_moc(circle, moc) $$;

CREATE OR REPLACE FUNCTION adql.intersects_circle_region(circle double precision[], region text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_intersect(ARRAY[adql.part_of(circle)], adql.region_parts(region)) $$;

CREATE OR REPLACE FUNCTION adql.intersects_polygon_moc(polygon double precision[], moc int8multirange)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.touches_moc(polygon, moc) $$;

CREATE OR REPLACE FUNCTION adql.intersects_polygon_region(polygon double precision[], region text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_intersect(ARRAY[adql.part_of(polygon)], adql.region_parts(region)) $$;

CREATE OR REPLACE FUNCTION adql.intersects_moc_region(moc int8multirange, region text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_intersect(ARRAY[adql.part_of(moc)], adql.region_parts(region)) $$;

CREATE OR REPLACE FUNCTION adql.intersects_region_region(one text, other text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT adql.parts_intersect(adql.region_parts(one), adql.region_parts(other)) $$;
