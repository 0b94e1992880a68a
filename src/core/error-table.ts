/** Where on the road a problem was found. */
export type Stage =
  | 'request'
  | 'access'
  | 'upload'
  | 'parse'
  | 'check'
  | 'lint'
  | 'lower'
  | 'run'
  | 'job'
  | 'descriptor'
  | 'ingest'
  | 'database'
  | 'config';

interface ErrorKind {
  readonly stage: Stage;
  /** The HTTP status of an answer whose gravest problem this is. */
  readonly status: number;
  /** What went wrong, in general; a problem's own message says what went wrong here. */
  readonly title: string;
}

const kind = (stage: Stage, status: number, title: string): ErrorKind => ({ stage, status, title });

/**
 * Every error the program can give, by its stable code. A code is never used again for something else.
 * R request, A access, U upload, Q query, X execution, J job, D descriptor, I ingest, B database, C configuration.
 */
export const ERRORS = {
  R101: kind('request', 400, 'a parameter that may stand once was given more than once'),
  R102: kind('request', 400, 'a required parameter is missing'),
  R103: kind('request', 400, 'the query language is unknown'),
  R104: kind('request', 400, 'the output format is unknown'),
  R105: kind('request', 400, 'a parameter has an impossible value'),
  R106: kind('request', 415, 'the content type of the request is not understood'),
  R107: kind('request', 404, 'there is nothing at this address'),
  R108: kind('request', 405, 'the method is not allowed at this address'),
  R109: kind('request', 400, 'uploads are not offered'),
  R110: kind('request', 413, 'the request is too large'),
  R111: kind('request', 400, 'the request is not well-formed HTTP'),
  R112: kind('request', 410, 'what was at this address has been withdrawn'),
  R113: kind('request', 408, 'the body of the request does not arrive in time'),
  R121: kind('request', 400, 'the verb of OAI-PMH is missing or unknown'),
  R122: kind('request', 400, 'an argument of OAI-PMH is missing, unknown or has an impossible value'),
  R123: kind('request', 400, 'the resumption token was not given by this registry'),
  R124: kind('request', 400, 'records are not written in this metadata format'),
  R125: kind('request', 404, 'there is no record with this identifier'),
  R126: kind('request', 404, 'no record matches'),

  A101: kind('access', 401, 'the name, password or token is not known'),
  A102: kind('access', 401, 'this is for those who say who they are'),
  A103: kind('access', 403, 'this is for others'),
  A104: kind('access', 429, 'there were too many wrong passwords'),
  A105: kind('access', 503, 'the provider of identities does not answer'),

  U101: kind('upload', 400, 'the parameter UPLOAD cannot be understood'),
  U102: kind('upload', 400, 'an uploaded table is missing'),
  U103: kind('upload', 413, 'an uploaded table is too large'),
  U104: kind('upload', 400, 'an uploaded table cannot be fetched'),
  U105: kind('upload', 400, 'an uploaded table cannot be read'),
  U106: kind('upload', 400, 'a table cannot be called so'),
  U107: kind('upload', 409, 'there is a table of this name already'),
  U108: kind('upload', 413, 'there is no room for more tables'),
  U109: kind('upload', 400, 'the description of a table cannot be read'),
  U110: kind('upload', 400, 'an index cannot be made'),

  Q101: kind('parse', 400, 'the query does not follow the ADQL grammar'),
  Q102: kind('parse', 400, 'a character or literal cannot be read'),
  Q103: kind('parse', 400, 'the query is too long or too deeply nested'),
  Q104: kind('parse', 400, 'a reserved word is used as a name'),

  Q201: kind('check', 400, 'a table is unknown'),
  Q202: kind('check', 400, 'a column name is ambiguous'),
  Q203: kind('check', 400, 'a column is unknown'),
  Q204: kind('check', 400, 'a function is unknown'),
  Q205: kind('check', 400, 'a function has the wrong arguments'),
  Q206: kind('check', 400, 'a column is neither grouped nor aggregated'),
  Q207: kind('check', 400, 'a name is given twice'),
  Q208: kind('check', 400, 'types do not fit together'),
  Q209: kind('check', 400, 'the feature is not offered'),
  Q210: kind('check', 400, 'the operands of a set operation do not match'),
  Q211: kind('check', 400, 'a table name is ambiguous'),
  Q212: kind('check', 400, 'an aggregate stands where none may'),
  Q213: kind('check', 400, 'a sort key is not among the selected columns'),
  Q214: kind('check', 400, 'a list of columns has the wrong length'),

  Q401: kind('lint', 400, 'which rows come is left to chance'),
  Q402: kind('lint', 400, 'numbers with fractions are compared for equality'),
  Q403: kind('lint', 400, 'a comparison with NULL is never true'),
  Q404: kind('lint', 400, 'a geometric condition does not say what is meant'),
  Q405: kind('lint', 400, 'values are in different units'),
  Q406: kind('lint', 400, 'a new name hides a column'),
  Q407: kind('lint', 400, 'a quotient of whole numbers loses its fraction'),
  Q408: kind('lint', 400, 'a date stands without quotes'),
  Q409: kind('lint', 400, 'a pattern or the case of a text does not say what is meant'),
  Q410: kind('lint', 400, 'a cut on a large table uses no index'),
  Q411: kind('lint', 400, 'DISTINCT is written as a function of one column'),

  Q301: kind('lower', 400, 'the query cannot be carried out'),

  X101: kind('run', 408, 'the query took too long'),
  X102: kind('run', 503, 'the database cannot be reached'),
  X103: kind('run', 400, 'the arithmetic of the query fails on the data'),
  X104: kind('run', 503, 'the query was cancelled'),
  X105: kind('run', 500, 'the program failed'),
  X106: kind('run', 503, 'the name resolver cannot be asked'),
  X107: kind('run', 503, 'the disk of the server is full'),
  X108: kind('run', 429, 'too many queries run already'),

  J101: kind('job', 404, 'the job is unknown'),
  J102: kind('job', 400, 'the job is not in a phase that allows this'),
  J103: kind('job', 404, 'the job has no such part'),
  J104: kind('job', 503, 'the store of results does not answer'),
  J105: kind('job', 429, 'too many jobs wait already'),
  J106: kind('job', 403, 'there is no room for more results'),

  D101: kind('descriptor', 400, 'a value is not one of those allowed'),
  D102: kind('descriptor', 400, 'the file is not well-formed YAML or JSON'),
  D103: kind('descriptor', 400, 'a required key is missing'),
  D104: kind('descriptor', 400, 'a key is unknown'),
  D105: kind('descriptor', 400, 'a value has the wrong form'),
  D106: kind('descriptor', 400, 'the descriptor cannot be read'),
  D201: kind('descriptor', 400, 'a name refers to nothing'),
  D202: kind('descriptor', 400, 'a name is used twice'),
  D203: kind('descriptor', 400, 'a name is reserved'),
  D211: kind('descriptor', 400, 'a unit is not in VOUnits'),
  D212: kind('descriptor', 400, 'a UCD is not in UCD1+'),
  D213: kind('descriptor', 400, 'a word is not in its vocabulary'),
  D221: kind('descriptor', 400, 'an example query does not compile'),
  D231: kind('descriptor', 400, 'the registry record would not be valid'),
  D232: kind('descriptor', 400, 'the registry records break a rule of registries'),
  D233: kind('descriptor', 400, 'the registry cannot be registered yet'),
  D301: kind('descriptor', 400, 'the metadata could be better'),

  I101: kind('ingest', 400, 'a data file is missing'),
  I102: kind('ingest', 400, 'a data file is not the one described'),
  I103: kind('ingest', 400, 'a data file cannot be read'),
  I104: kind('ingest', 400, 'a data file lacks a column'),
  I105: kind('ingest', 400, 'a value does not fit its column'),
  I106: kind('ingest', 400, 'the loaded rows break a promise of the descriptor'),
  I107: kind('ingest', 400, 'a table belongs to another resource'),
  I108: kind('ingest', 400, 'the file format is unknown or not supported'),
  I109: kind('ingest', 503, 'a table is in use and cannot be replaced'),

  B101: kind('database', 503, 'the database refuses the connection'),
  B102: kind('database', 503, 'the database lacks a privilege'),
  B103: kind('database', 503, 'the database is too old'),
  B104: kind('database', 503, 'the embedded database cannot start'),
  B105: kind('database', 503, 'the database schema does not fit this version'),

  C101: kind('config', 400, 'a setting has an impossible value'),
  C102: kind('config', 400, 'a setting is unknown'),
  C103: kind('config', 400, 'the address is in use'),
  C104: kind('config', 400, 'the command line is not understood'),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;
