import { describe, expect, it } from 'vitest';
import { AlmagestError, problem } from '../../core/error.ts';
import type { Column } from '../../model/column.ts';
import { CIRCLE, DOUBLE, INT, MOC, POINT, POLYGON, REGION, TEXT, TIMESTAMP } from '../../model/datatype.ts';
import type { ResultColumn } from '../../model/result.ts';
import type { Table } from '../../model/table.ts';
import { childrenOf, textOf, type XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';
import { documentHead, documentTail } from './document.ts';
import { errorDocument } from './error-document.ts';

const column = (name: string, detail: Partial<Column> = {}): Column => ({
  name,
  datatype: DOUBLE,
  indexed: false,
  principal: true,
  std: false,
  ...detail,
});

const TABLE: Table = {
  schema: 'antares',
  name: 'events',
  kind: 'table',
  description: '',
  columns: [
    column('RA', { range: [0, 360] }),
    column('Dec'),
    column('mjd'),
    column('kind', { datatype: TEXT, values: { t: 'track', s: '' } }),
  ],
  primaryKey: [],
  foreignKeys: [],
  skyIndexes: [],
  position: { ra: 'RA', dec: 'Dec', frame: 'FK5', equinox: 'J2000', epoch: 2016 },
  time: { column: 'mjd', scale: 'UTC', position: 'TOPOCENTER', origin: 'MJD-origin' },
};

const published = (name: string, as = name): ResultColumn => {
  const found = TABLE.columns.find((candidate) => candidate.name === name);
  return { name: as, datatype: found?.datatype ?? DOUBLE, table: TABLE, column: name };
};

function head(...columns: readonly ResultColumn[]): XmlElement {
  const text = documentHead({ columns, infos: [] }, '<TABLEDATA>') + documentTail('</TABLEDATA>', { kind: 'complete' });
  const [resource] = childrenOf(parseXml(text), 'RESOURCE');
  if (!resource) throw new Error('no RESOURCE');
  return resource;
}

function fields(resource: XmlElement): readonly XmlElement[] {
  return childrenOf(resource, 'TABLE').flatMap((table) => childrenOf(table, 'FIELD'));
}

describe('a result document', () => {
  it('looks like this', () => {
    const header = {
      columns: [
        { ...published('RA'), unit: 'deg', ucd: 'pos.eq.ra;meta.main', description: 'Right ascension & more' },
        published('mjd', 't'),
        { name: 'n', datatype: INT },
      ],
      description: 'Events',
      infos: [
        { name: 'query', value: "SELECT '<'\nFROM x" },
        { name: 'creator', value: 'ANTARES' },
        { name: 'citation', value: 'doi:1', ucd: 'meta.bib', content: 'Cite this.' },
      ],
    };
    expect(documentHead(header, '<TABLEDATA>') + documentTail('</TABLEDATA>', { kind: 'overflow', maxrec: 3 })).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.ivoa.net/xml/VOTable/v1.3 http://www.ivoa.net/xml/VOTable/VOTable-1.4.xsd">
<INFO name="query" value="SELECT '&lt;'&#10;FROM x"/>
<RESOURCE type="results">
<INFO name="QUERY_STATUS" value="OK"/>
<INFO name="creator" value="ANTARES"/>
<INFO name="citation" value="doi:1" ucd="meta.bib">Cite this.</INFO>
<COOSYS ID="coosys1" system="eq_FK5" equinox="J2000" epoch="J2016.0"/>
<TIMESYS ID="timesys2" timeorigin="MJD-origin" timescale="UTC" refposition="TOPOCENTER"/>
<TABLE>
<DESCRIPTION>Events</DESCRIPTION>
<FIELD ID="RA" name="RA" datatype="double" unit="deg" ucd="pos.eq.ra;meta.main" ref="coosys1"><DESCRIPTION>Right ascension &amp; more</DESCRIPTION><VALUES><MIN value="0"/><MAX value="360"/></VALUES></FIELD>
<FIELD ID="t" name="t" datatype="double" ref="timesys2"/>
<FIELD ID="n" name="n" datatype="int"/>
<DATA>
<TABLEDATA></TABLEDATA></DATA>
</TABLE>
<INFO name="QUERY_STATUS" value="OVERFLOW">There are more rows: MAXREC allows 3.</INFO>
</RESOURCE>
</VOTABLE>
`,
    );
  });

  it('describes each frame and clock once', () => {
    const resource = head(published('RA'), published('Dec'), published('RA', 'again'), published('kind'));
    expect(childrenOf(resource, 'COOSYS')).toHaveLength(1);
    expect(childrenOf(resource, 'TIMESYS')).toHaveLength(0);
    expect(fields(resource).map(({ attributes }) => attributes['ref'])).toEqual([
      'coosys1',
      'coosys1',
      'coosys1',
      undefined,
    ]);
  });

  it('refers regions to the frame of their table, but for coverage maps', () => {
    const refs = [POINT, CIRCLE, POLYGON, REGION, MOC].map((datatype) => {
      const [field] = fields(head({ name: 's', datatype, table: TABLE, column: 's' }));
      return field?.attributes['ref'];
    });
    expect(refs).toEqual(['coosys1', 'coosys1', 'coosys1', 'coosys1', undefined]);
  });

  it('says nothing of a frame for computed columns or frames that the schema lacks', () => {
    expect(childrenOf(head({ name: 'RA', datatype: DOUBLE }), 'COOSYS')).toEqual([]);
    const table: Table = { ...TABLE, position: { ra: 'RA', dec: 'Dec', frame: 'AZ_EL' } };
    const resource = head({ ...published('RA'), table });
    expect(childrenOf(resource, 'COOSYS')).toEqual([]);
    expect(fields(resource)[0]?.attributes['ref']).toBeUndefined();
  });

  it('leaves out the origin of calendar text', () => {
    const table: Table = { ...TABLE, time: { column: 'mjd', scale: 'TT', position: 'GEOCENTER' } };
    const [timesys] = childrenOf(head({ name: 'mjd', datatype: TIMESTAMP, table, column: 'mjd' }), 'TIMESYS');
    expect(timesys?.attributes).toEqual({ ID: 'timesys1', timescale: 'TT', refposition: 'GEOCENTER' });
  });

  it('gives unique IDs that XML accepts', () => {
    const names = ['a', 'A', 'a', 'größe', '1st', 'x y', '', '-b', 'coosys1'];
    const resource = head(...names.map((name) => ({ name, datatype: INT })), published('RA'));
    expect(fields(resource).map(({ attributes }) => attributes['ID'])).toEqual([
      'a',
      'A',
      'a_2',
      'gr__e',
      '_1st',
      'x_y',
      '_',
      '_-b',
      'coosys1',
      'RA',
    ]);
    expect(childrenOf(resource, 'COOSYS')[0]?.attributes['ID']).toBe('coosys1_2');
  });

  it('lists the values of a column that has a list', () => {
    const [field] = fields(head(published('kind')));
    const options = field && childrenOf(field, 'VALUES').flatMap((values) => childrenOf(values, 'OPTION'));
    expect(options?.map(({ attributes }) => attributes)).toEqual([{ name: 'track', value: 't' }, { value: 's' }]);
  });

  it('stays valid XML when the result failed', () => {
    const text = documentHead({ columns: [published('RA')], infos: [] }, '<BINARY2><STREAM encoding="base64">');
    const end = documentTail('</STREAM></BINARY2>', { kind: 'failed', message: 'a < b \u0000' });
    const [resource] = childrenOf(parseXml(text + end), 'RESOURCE');
    const status = resource && childrenOf(resource, 'INFO').at(-1);
    expect(status && [status.attributes, textOf(status)]).toEqual([
      { name: 'QUERY_STATUS', value: 'ERROR' },
      'a < b \ufffd',
    ]);
  });
});

describe('errorDocument', () => {
  const infosOf = (text: string) =>
    childrenOf(parseXml(text), 'RESOURCE')
      .flatMap((resource) => childrenOf(resource, 'INFO'))
      .map((info) => [info.attributes['name'], info.attributes['value'], textOf(info)]);

  it('holds the message as people read it, and its place for programs', () => {
    const text = 'SELECT *\nFROM evnts';
    const error = new AlmagestError(
      [problem('Q201', 'There is no table evnts.', { hint: 'Did you mean events?', span: { start: 14, end: 19 } })],
      { text },
    );
    const document = errorDocument(error, [
      { name: 'request', value: 'r-1' },
      { name: 'creator', value: 'c' },
    ]);
    expect(infosOf(document)).toEqual([
      [
        'QUERY_STATUS',
        'ERROR',
        'Q201 at line 2, column 6: There is no table evnts.\n\n  2 | FROM evnts\n           ^^^^^\nDid you mean events?',
      ],
      ['code', 'Q201', ''],
      ['line', '2', ''],
      ['column', '6', ''],
      ['hint', 'Did you mean events?', ''],
      [
        'problem',
        JSON.stringify({
          code: 'Q201',
          severity: 'error',
          message: 'There is no table evnts.',
          hint: 'Did you mean events?',
          line: 2,
          column: 6,
          endLine: 2,
          endColumn: 11,
          start: 14,
          end: 19,
        }),
        '',
      ],
      ['creator', 'c', ''],
    ]);
    expect(document).not.toContain('<TABLE');
    expect(document).toContain('<INFO name="request" value="r-1"/>');
  });

  it('does not tell what an unforeseen error says', () => {
    const document = errorDocument(new TypeError('secret'));
    expect(document).not.toContain('secret');
    expect(infosOf(document)[1]).toEqual(['code', 'X105', '']);
  });
});
