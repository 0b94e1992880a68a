-- What the query role may do: read TAP_SCHEMA, RegTAP's tables and what is published, and call the functions that ADQL is lowered to.
-- Applied whenever one of these rights is missing, such as after a dump was restored on another server. Publishing a table
-- grants the right to read it.

GRANT USAGE ON SCHEMA adql, tap_schema, rr, almagest_upload, almagest_user TO almagest_query;
GRANT SELECT ON ALL TABLES IN SCHEMA tap_schema, rr, almagest_user TO almagest_query;

DO $$
DECLARE
  published text;
  part text[];
BEGIN
  FOR published IN SELECT unnest(tables) FROM almagest.resource LOOP
    part := string_to_array(lower(published), '.');
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO almagest_query', part[1]);
    EXECUTE format('GRANT SELECT ON TABLE %I.%I TO almagest_query', part[1], part[2]);
  END LOOP;
END
$$;
