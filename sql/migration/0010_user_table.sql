-- Tables that people keep here: each person has a schema, which nobody else sees.

CREATE TABLE almagest.user_schema (
  owner text COLLATE "C" PRIMARY KEY,
  -- As queries write it: user_ and what of the owner's name a schema can be called.
  name text COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE almagest.user_table (
  -- What PostgreSQL calls it, in almagest_user: no word of a user's is a name in the database.
  id text COLLATE "C" PRIMARY KEY,
  owner text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  -- The table as its owner sees it (src/model/table.ts).
  content json NOT NULL,
  -- On the disk, indexes included.
  bytes bigint NOT NULL,
  created timestamptz(0) NOT NULL DEFAULT now(),
  -- When it was deleted: it is gone for everybody then, and from the disk as soon as nobody reads it any more.
  dropped timestamptz(0)
);

-- Case makes no difference in queries.
CREATE UNIQUE INDEX user_table_name ON almagest.user_table (owner, lower(name)) WHERE dropped IS NULL;
CREATE INDEX user_table_dropped ON almagest.user_table (dropped) WHERE dropped IS NOT NULL;

CREATE SCHEMA almagest_user;
GRANT USAGE ON SCHEMA almagest_user TO almagest_query;

CREATE FUNCTION almagest.tell_user_table() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('almagest_user_table', coalesce(NEW.owner, OLD.owner));
  RETURN NULL;
END
$$;

CREATE TRIGGER user_table_changed AFTER INSERT OR UPDATE OR DELETE ON almagest.user_table
  FOR EACH ROW EXECUTE FUNCTION almagest.tell_user_table();
CREATE TRIGGER user_schema_removed AFTER DELETE ON almagest.user_schema
  FOR EACH ROW EXECUTE FUNCTION almagest.tell_user_table();

-- What TAP_SCHEMA says of them is for a group that has one member, and is called ~ and the schema. Who sees the tables of all groups
-- does not see those of all people.
DROP POLICY visible ON tap_schema.tables;
CREATE POLICY visible ON tap_schema.tables FOR SELECT USING (
  groups IS NULL
  OR groups && string_to_array(current_setting('almagest.groups', true), ',')
  OR (current_setting('almagest.groups', true) = '*' AND left(groups[1], 1) <> '~')
);

-- Jobs that are no queries: each kind has a list of its own.
ALTER TABLE almagest.job ADD COLUMN kind text NOT NULL DEFAULT 'query';
