-- CAST of texts in the forms of DALI 1.1 sec 3.3: numbers with blanks between. Text of another form is an error of class 22.

CREATE OR REPLACE FUNCTION adql.point_from_text(text)
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  numbers double precision[] := adql.numbers_of($1, 'point', 'longitude and latitude');
BEGIN
  IF cardinality(numbers) = 2 AND adql.point(numbers[1], numbers[2]) IS NOT NULL THEN RETURN numbers; END IF;
  RAISE EXCEPTION '"%" is no point: give longitude and latitude in degrees', left($1, 100) USING ERRCODE = '22P02';
END
$$;

CREATE OR REPLACE FUNCTION adql.circle_from_text(text)
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  numbers double precision[] := adql.numbers_of($1, 'circle', 'longitude, latitude and radius');
BEGIN
  IF cardinality(numbers) = 3 AND adql.circle(numbers[1], numbers[2], numbers[3]) IS NOT NULL THEN RETURN numbers; END IF;
  RAISE EXCEPTION '"%" is no circle: give longitude, latitude and radius in degrees', left($1, 100) USING ERRCODE = '22P02';
END
$$;

CREATE OR REPLACE FUNCTION adql.polygon_from_text(text)
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  numbers double precision[] := adql.numbers_of($1, 'polygon', 'longitude and latitude of three vertices or more');
BEGIN
  IF adql.polygon(numbers) IS NOT NULL THEN RETURN numbers; END IF;
  RAISE EXCEPTION '"%" is no polygon: give longitude and latitude of three vertices or more in degrees', left($1, 100) USING ERRCODE = '22P02';
END
$$;

-- The word of the kind may stand in front, as in the xtype `shape` of DALI 1.2.
CREATE OR REPLACE FUNCTION adql.numbers_of(source text, kind text, wanted text)
RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
  IF source !~* ('^\s*(' || kind || '\s+)?([+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?(\s+|$))+$') THEN
    RAISE EXCEPTION '"%" is no %: give % in degrees', left(source, 100), kind, wanted USING ERRCODE = '22P02';
  END IF;
  RETURN regexp_split_to_array(btrim(regexp_replace(source, '^\s*' || kind, '', 'i'), E' \t\r\n'), '\s+')::double precision[];
END
$$;
