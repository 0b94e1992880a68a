-- Registry records, as harvesters get them (OAI-PMH 2.0), and RegTAP's tables, which are made of the same records.

-- Grows with each change of a record, so that a list that is read page by page misses nothing that changes meanwhile.
CREATE SEQUENCE almagest.record_change;

CREATE TABLE almagest.record (
  ivoid text COLLATE "C" PRIMARY KEY,
  kind text NOT NULL,
  title text NOT NULL,
  -- Both in whole seconds: the granularity of the datestamps.
  created timestamptz(0) NOT NULL,
  updated timestamptz(0) NOT NULL,
  change bigint NOT NULL UNIQUE,
  -- True for a tombstone: nothing but identifier and date is kept, for ever.
  deleted boolean NOT NULL,
  -- Of what is said, dates apart; of the rows in rr.
  content_sha256 text,
  rows_sha256 text,
  -- The elements ri:Resource and oai_dc:dc.
  vor text,
  dublin_core text,
  bytes integer NOT NULL,
  CHECK (deleted = (vor IS NULL) AND deleted = (dublin_core IS NULL))
);

CREATE UNIQUE INDEX record_ivoid ON almagest.record (lower(ivoid));
CREATE INDEX record_updated ON almagest.record (updated);

-- RegTAP 1.1, with the coverage of 1.2. Texts sort by code point, whatever the database's locale.

CREATE SCHEMA rr;

CREATE TABLE rr.resource (
  ivoid text COLLATE "C" PRIMARY KEY,
  res_type text COLLATE "C",
  created timestamp,
  short_name text COLLATE "C",
  res_title text COLLATE "C",
  updated timestamp,
  content_level text COLLATE "C",
  res_description text COLLATE "C",
  reference_url text COLLATE "C",
  creator_seq text COLLATE "C",
  content_type text COLLATE "C",
  source_format text COLLATE "C",
  source_value text COLLATE "C",
  res_version text COLLATE "C",
  region_of_regard double precision,
  waveband text COLLATE "C",
  rights text COLLATE "C",
  rights_uri text COLLATE "C"
);

CREATE TABLE rr.res_role (
  ivoid text COLLATE "C" NOT NULL REFERENCES rr.resource ON DELETE CASCADE,
  role_name text COLLATE "C",
  role_ivoid text COLLATE "C",
  street_address text COLLATE "C",
  email text COLLATE "C",
  telephone text COLLATE "C",
  logo text COLLATE "C",
  base_role text COLLATE "C" NOT NULL
);

CREATE TABLE rr.res_subject (
  ivoid text COLLATE "C" NOT NULL REFERENCES rr.resource ON DELETE CASCADE,
  res_subject text COLLATE "C" NOT NULL
);

CREATE TABLE rr.capability (
  ivoid text COLLATE "C" NOT NULL REFERENCES rr.resource ON DELETE CASCADE,
  cap_index integer NOT NULL,
  cap_type text COLLATE "C",
  cap_description text COLLATE "C",
  standard_id text COLLATE "C",
  PRIMARY KEY (ivoid, cap_index)
);

CREATE TABLE rr.res_schema (
  ivoid text COLLATE "C" NOT NULL REFERENCES rr.resource ON DELETE CASCADE,
  schema_index integer NOT NULL,
  schema_description text COLLATE "C",
  schema_name text COLLATE "C",
  schema_title text COLLATE "C",
  schema_utype text COLLATE "C",
  PRIMARY KEY (ivoid, schema_index)
);

CREATE TABLE rr.res_table (
  ivoid text COLLATE "C" NOT NULL REFERENCES rr.resource ON DELETE CASCADE,
  schema_index integer,
  table_description text COLLATE "C",
  table_name text COLLATE "C",
  table_index integer NOT NULL,
  table_title text COLLATE "C",
  table_type text COLLATE "C",
  table_utype text COLLATE "C",
  PRIMARY KEY (ivoid, table_index)
);

CREATE TABLE rr.table_column (
  ivoid text COLLATE "C" NOT NULL,
  table_index integer NOT NULL,
  name text COLLATE "C",
  ucd text COLLATE "C",
  unit text COLLATE "C",
  utype text COLLATE "C",
  std integer,
  datatype text COLLATE "C",
  extended_schema text COLLATE "C",
  extended_type text COLLATE "C",
  arraysize text COLLATE "C",
  delim text COLLATE "C",
  type_system text COLLATE "C",
  flag text COLLATE "C",
  column_description text COLLATE "C",
  FOREIGN KEY (ivoid, table_index) REFERENCES rr.res_table ON DELETE CASCADE
);

CREATE TABLE rr.interface (
  ivoid text COLLATE "C" NOT NULL,
  cap_index integer NOT NULL,
  intf_index integer NOT NULL,
  intf_type text COLLATE "C",
  intf_role text COLLATE "C",
  std_version text COLLATE "C",
  query_type text COLLATE "C",
  result_type text COLLATE "C",
  wsdl_url text COLLATE "C",
  url_use text COLLATE "C",
  access_url text COLLATE "C",
  mirror_url text COLLATE "C",
  authenticated_only integer NOT NULL,
  PRIMARY KEY (ivoid, intf_index),
  FOREIGN KEY (ivoid, cap_index) REFERENCES rr.capability ON DELETE CASCADE
);

CREATE TABLE rr.intf_param (
  ivoid text COLLATE "C" NOT NULL,
  intf_index integer NOT NULL,
  name text COLLATE "C",
  ucd text COLLATE "C",
  unit text COLLATE "C",
  utype text COLLATE "C",
  std integer,
  datatype text COLLATE "C",
  extended_schema text COLLATE "C",
  extended_type text COLLATE "C",
  arraysize text COLLATE "C",
  delim text COLLATE "C",
  param_use text COLLATE "C",
  param_description text COLLATE "C",
  FOREIGN KEY (ivoid, intf_index) REFERENCES rr.interface ON DELETE CASCADE
);

CREATE TABLE rr.relationship (
  ivoid text COLLATE "C" NOT NULL REFERENCES rr.resource ON DELETE CASCADE,
  relationship_type text COLLATE "C" NOT NULL,
  related_id text COLLATE "C",
  related_name text COLLATE "C"
);

CREATE TABLE rr.validation (
  ivoid text COLLATE "C" NOT NULL REFERENCES rr.resource ON DELETE CASCADE,
  validated_by text COLLATE "C",
  val_level integer,
  cap_index integer
);

CREATE TABLE rr.res_date (
  ivoid text COLLATE "C" NOT NULL REFERENCES rr.resource ON DELETE CASCADE,
  date_value timestamp,
  value_role text COLLATE "C"
);

CREATE TABLE rr.res_detail (
  ivoid text COLLATE "C" NOT NULL REFERENCES rr.resource ON DELETE CASCADE,
  cap_index integer,
  detail_xpath text COLLATE "C" NOT NULL,
  detail_value text COLLATE "C"
);

CREATE TABLE rr.alt_identifier (
  ivoid text COLLATE "C" NOT NULL REFERENCES rr.resource ON DELETE CASCADE,
  alt_identifier text COLLATE "C" NOT NULL
);

CREATE TABLE rr.stc_spatial (
  ivoid text COLLATE "C" NOT NULL REFERENCES rr.resource ON DELETE CASCADE,
  coverage int8multirange,
  ref_system_name text COLLATE "C"
);

CREATE TABLE rr.stc_temporal (
  ivoid text COLLATE "C" NOT NULL REFERENCES rr.resource ON DELETE CASCADE,
  time_start double precision,
  time_end double precision
);

CREATE TABLE rr.stc_spectral (
  ivoid text COLLATE "C" NOT NULL REFERENCES rr.resource ON DELETE CASCADE,
  spectral_start double precision,
  spectral_end double precision
);

CREATE INDEX res_role_ivoid ON rr.res_role (ivoid);
CREATE INDEX res_subject_ivoid ON rr.res_subject (ivoid);
CREATE INDEX capability_standard ON rr.capability (standard_id);
CREATE INDEX table_column_table ON rr.table_column (ivoid, table_index);
CREATE INDEX table_column_ucd ON rr.table_column (ucd);
CREATE INDEX table_column_name ON rr.table_column (name);
CREATE INDEX interface_capability ON rr.interface (ivoid, cap_index);
CREATE INDEX intf_param_interface ON rr.intf_param (ivoid, intf_index);
CREATE INDEX relationship_ivoid ON rr.relationship (ivoid);
CREATE INDEX relationship_related ON rr.relationship (related_id);
CREATE INDEX validation_ivoid ON rr.validation (ivoid);
CREATE INDEX res_date_ivoid ON rr.res_date (ivoid);
CREATE INDEX res_detail_ivoid ON rr.res_detail (ivoid);
CREATE INDEX res_detail_xpath ON rr.res_detail (detail_xpath);
CREATE INDEX alt_identifier_ivoid ON rr.alt_identifier (ivoid);
CREATE INDEX alt_identifier_uri ON rr.alt_identifier (alt_identifier);
CREATE INDEX stc_spatial_ivoid ON rr.stc_spatial (ivoid);
CREATE INDEX stc_temporal_ivoid ON rr.stc_temporal (ivoid);
CREATE INDEX stc_spectral_ivoid ON rr.stc_spectral (ivoid);

GRANT USAGE ON SCHEMA rr TO almagest_query;
GRANT SELECT ON ALL TABLES IN SCHEMA rr TO almagest_query;
