-- Who may do what: people with names, their groups, what a group may use, and the tables that only groups see.

CREATE TABLE almagest.account (
  name text COLLATE "C" PRIMARY KEY,
  -- scrypt; NULL for those who come with tokens alone.
  password text,
  created timestamptz(0) NOT NULL DEFAULT now()
);

CREATE TABLE almagest.account_group (
  name text COLLATE "C" PRIMARY KEY,
  -- Settings that are other for its members, by name.
  allowance jsonb NOT NULL DEFAULT '{}'
);

CREATE TABLE almagest.membership (
  account text COLLATE "C" NOT NULL REFERENCES almagest.account ON DELETE CASCADE,
  member_of text COLLATE "C" NOT NULL REFERENCES almagest.account_group ON DELETE CASCADE,
  PRIMARY KEY (account, member_of)
);

CREATE TABLE almagest.token (
  id text COLLATE "C" PRIMARY KEY,
  account text COLLATE "C" NOT NULL REFERENCES almagest.account ON DELETE CASCADE,
  -- Of a random text, which is shown once and kept nowhere.
  sha256 text COLLATE "C" NOT NULL UNIQUE,
  note text,
  created timestamptz(0) NOT NULL DEFAULT now(),
  expires timestamptz(0)
);

-- Every process forgets what it knew: who is removed is out at once.
CREATE FUNCTION almagest.tell_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('almagest_account', '');
  RETURN NULL;
END
$$;

CREATE TRIGGER account_changed AFTER INSERT OR UPDATE OR DELETE ON almagest.account
  FOR EACH STATEMENT EXECUTE FUNCTION almagest.tell_account();
CREATE TRIGGER group_changed AFTER INSERT OR UPDATE OR DELETE ON almagest.account_group
  FOR EACH STATEMENT EXECUTE FUNCTION almagest.tell_account();
CREATE TRIGGER membership_changed AFTER INSERT OR UPDATE OR DELETE ON almagest.membership
  FOR EACH STATEMENT EXECUTE FUNCTION almagest.tell_account();
CREATE TRIGGER token_changed AFTER INSERT OR UPDATE OR DELETE ON almagest.token
  FOR EACH STATEMENT EXECUTE FUNCTION almagest.tell_account();

ALTER TABLE almagest.job
  -- Those that its owner was in: whoever runs it sees what the owner saw.
  ADD COLUMN groups text[],
  -- How many jobs of the owner may run at once.
  ADD COLUMN running_limit integer;

-- NULL: everybody sees the table. Queries run with the groups of who asks as almagest.groups, with commas between; '*' sees all.
ALTER TABLE tap_schema.tables ADD COLUMN groups text[];

ALTER TABLE tap_schema.tables ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON tap_schema.tables FOR SELECT USING (
  groups IS NULL
  OR groups && string_to_array(current_setting('almagest.groups', true), ',')
  OR current_setting('almagest.groups', true) = '*'
);

-- The subqueries see what the policy above leaves.
ALTER TABLE tap_schema.schemas ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON tap_schema.schemas FOR SELECT
  USING (schema_name IN (SELECT t.schema_name FROM tap_schema.tables AS t));
ALTER TABLE tap_schema.columns ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON tap_schema.columns FOR SELECT
  USING (table_name IN (SELECT t.table_name FROM tap_schema.tables AS t));
ALTER TABLE tap_schema.keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON tap_schema.keys FOR SELECT USING (
  from_table IN (SELECT t.table_name FROM tap_schema.tables AS t)
  AND target_table IN (SELECT t.table_name FROM tap_schema.tables AS t)
);
ALTER TABLE tap_schema.key_columns ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON tap_schema.key_columns FOR SELECT
  USING (key_id IN (SELECT k.key_id FROM tap_schema.keys AS k));
