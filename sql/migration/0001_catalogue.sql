-- What the program remembers of what it published, and what clients may read of it.

-- Internal: nobody but the owner. The schema itself and almagest.migration are made by src/database/migrate.ts.

CREATE TABLE almagest.resource (
  id text COLLATE "C" PRIMARY KEY,
  -- Order of publication, for lists.
  position integer NOT NULL,
  descriptor_sha256 text NOT NULL,
  -- Identity of the data files when they were loaded.
  fingerprint text NOT NULL,
  -- The resource as published (src/model/resource.ts), row counts included.
  resource json NOT NULL,
  published timestamptz NOT NULL DEFAULT now(),
  -- "schema.table" of every table, so that two resources cannot claim one.
  tables text[] NOT NULL
);

-- Functions that ADQL is lowered to; filled from sql/function and sql/geometry.

CREATE SCHEMA adql;

-- TAP_SCHEMA (TAP 1.1 sec 4). Texts sort by code point, whatever the database's locale.

CREATE SCHEMA tap_schema;

CREATE TABLE tap_schema.schemas (
  schema_name text COLLATE "C" PRIMARY KEY,
  utype text COLLATE "C",
  description text COLLATE "C",
  schema_index integer
);

CREATE TABLE tap_schema.tables (
  schema_name text COLLATE "C" NOT NULL
    REFERENCES tap_schema.schemas ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  table_name text COLLATE "C" PRIMARY KEY,
  table_type text COLLATE "C" NOT NULL CHECK (table_type IN ('table', 'view')),
  utype text COLLATE "C",
  description text COLLATE "C",
  table_index integer
);

CREATE TABLE tap_schema.columns (
  table_name text COLLATE "C" NOT NULL
    REFERENCES tap_schema.tables ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  column_name text COLLATE "C" NOT NULL,
  datatype text COLLATE "C" NOT NULL,
  arraysize text COLLATE "C",
  xtype text COLLATE "C",
  "size" integer,
  description text COLLATE "C",
  utype text COLLATE "C",
  unit text COLLATE "C",
  ucd text COLLATE "C",
  indexed integer NOT NULL CHECK (indexed IN (0, 1)),
  principal integer NOT NULL CHECK (principal IN (0, 1)),
  std integer NOT NULL CHECK (std IN (0, 1)),
  column_index integer,
  PRIMARY KEY (table_name, column_name)
);

CREATE TABLE tap_schema.keys (
  key_id text COLLATE "C" PRIMARY KEY,
  from_table text COLLATE "C" NOT NULL
    REFERENCES tap_schema.tables ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  target_table text COLLATE "C" NOT NULL
    REFERENCES tap_schema.tables ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  description text COLLATE "C",
  utype text COLLATE "C"
);

CREATE TABLE tap_schema.key_columns (
  key_id text COLLATE "C" NOT NULL
    REFERENCES tap_schema.keys ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  from_column text COLLATE "C" NOT NULL,
  target_column text COLLATE "C" NOT NULL,
  PRIMARY KEY (key_id, from_column)
);
