import { type Datatype, isArray, isCharacter, type Primitive } from '../../model/datatype.ts';
import type { ResultColumn, ResultHeader } from '../../model/result.ts';

/** The comment lines that an ECSV file begins with. YAML's flow style is JSON, so the values are written as that. */
export function ecsvHeader(header: ResultHeader): string {
  const lines = [
    '%ECSV 1.0',
    '---',
    "delimiter: ','",
    'datatype:',
    ...header.columns.map((column) => `- ${yaml(describe(column))}`),
    ...metaLines(header),
    'schema: astropy-2.0',
  ];
  return lines.map((line) => `# ${line}\n`).join('');
}

const NAMES: Readonly<Record<Exclude<Primitive, 'char' | 'unicodeChar'>, string>> = {
  boolean: 'bool',
  unsignedByte: 'uint8',
  short: 'int16',
  int: 'int32',
  long: 'int64',
  float: 'float32',
  double: 'float64',
};

function describe({ name, datatype, unit, description, ucd, utype }: ResultColumn): object {
  // What ECSV has no word for goes where astropy puts what it finds in a VOTable.
  const meta = {
    ...(ucd && { ucd }),
    ...(utype && { utype }),
    ...(datatype.xtype !== undefined && { xtype: datatype.xtype }),
  };
  return {
    name,
    ...(unit && { unit }),
    ...typeOf(datatype),
    ...(description && { description }),
    ...(Object.keys(meta).length > 0 && { meta }),
  };
}

function typeOf(datatype: Datatype): { readonly datatype: string; readonly subtype?: string } {
  const { primitive } = datatype;
  if (primitive === 'char' || primitive === 'unicodeChar' || isCharacter(datatype)) return { datatype: 'string' };
  const name = NAMES[primitive];
  return isArray(datatype) ? { datatype: 'string', subtype: `${name}[${shapeOf(datatype)}]` } : { datatype: name };
}

/** In C's order, the last dimension fastest, where VOTable has the first; `null` for what varies. */
function shapeOf({ arraysize = '' }: Datatype): string {
  const dimensions = arraysize.split('x').map((size) => (size.includes('*') ? 'null' : size));
  return dimensions.reverse().join(',');
}

/** A name that stands several times, as a creator may, has a list of values. */
function metaLines({ description, infos }: ResultHeader): readonly string[] {
  const values = new Map<string, readonly string[]>();
  if (description !== undefined) values.set('description', [description]);
  for (const { name, value, content } of infos)
    values.set(name, [...(values.get(name) ?? []), content ? `${value}: ${content}` : value]);
  if (values.size === 0) return [];
  return ['meta: !!omap', ...[...values].map(([name, all]) => `- ${yaml({ [name]: all.length > 1 ? all : all[0] })}`)];
}

/** JSON in one line, with what YAML does not take as it is, or what older readers do not, as an escape that both know. */
function yaml(value: object): string {
  return JSON.stringify(value).replace(
    /[^\t\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/gu,
    (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
    },
  );
}
