/** The attributes of a FIELD, and its cells, one for each row. */
export type FieldCells = readonly [attributes: string, ...cells: readonly string[]];

/** FIELDs of every type, each with the cells of three rows: an ordinary one, one of extremes (next to those that are NULL in BINARY), one of nothing. */
export const EVERY_TYPE: readonly FieldCells[] = [
  ['name="number" datatype="short" ucd="meta.number"', '1', '2', '3'],
  ['name="flag" datatype="boolean"', 'true', 'false', ''],
  ['name="byte" datatype="unsignedByte"', '7', '254', ''],
  ['name="small" datatype="short" unit="ct"', '-7', '-32767', ''],
  ['name="whole" datatype="int"', '70000', '-2147483647', ''],
  ['name="large" datatype="long"', '9007199254740993', '-9223372036854775807', ''],
  ['name="rough" datatype="float" unit="mag" ucd="phot.mag;em.opt.V"', '1.5', '3.4028235E38', ''],
  ['name="fine" datatype="double" unit="deg" ucd="pos.eq.ra;meta.main" utype="x:y.z"', '0.1', '-Infinity', ''],
  ['name="letter" datatype="char" arraysize="1"', 'a', 'b', ''],
  ['name="code" datatype="char" arraysize="5"', 'abcde', 'x', ''],
  ['name="text" datatype="char" arraysize="*"', ' a &lt;b&gt; &amp; "c" ', 'tab&#9;and line&#10;end', ''],
  ['name="greek" datatype="unicodeChar" arraysize="*"', 'αβγ', '𝔸 ☃', ''],
  ['name="time" datatype="char" arraysize="*" xtype="timestamp"', '2020-01-02T03:04:05.678', '0001-01-01T00:00:00', ''],
  ['name="pair" datatype="double" arraysize="2"', '1 2', 'NaN -0.5', ''],
  ['name="grid" datatype="int" arraysize="2x3"', '1 2 3 4 5 6', '-1 -2 -3 -4 -5 -6', ''],
  ['name="many" datatype="long" arraysize="*"', '1 2 3', '9223372036854775807', ''],
  ['name="bounded" datatype="float" arraysize="4*"', '1 2', '1 2 3 4', ''],
  ['name="flags" datatype="boolean" arraysize="*"', 'T F T', 'F', ''],
  ['name="bytes" datatype="unsignedByte" arraysize="3"', '0 128 255', '1 2 3', ''],
  ['name="point" datatype="double" arraysize="2" xtype="point"', '10 20', '0 -90', ''],
  ['name="circle" datatype="double" arraysize="3" xtype="circle"', '10 20 1', '0 -90 0.5', ''],
  ['name="polygon" datatype="double" arraysize="*" xtype="polygon"', '0 0 1 0 1 1', '10 10 11 10 11 11 10 11', ''],
  ['name="interval" datatype="double" arraysize="2" xtype="interval"', '1 2', '-Infinity 0', ''],
  ['name="moc" datatype="char" arraysize="*" xtype="moc"', '4/12 15-17', '0/0-11', ''],
  ['name="region" datatype="char" arraysize="*" xtype="adql:region"', 'CIRCLE ICRS 10 20 1', 'POLYGON 0 0 1 0 1 1', ''],
];

/** A VOTable of one table with these. */
export const votableOf = (fields: readonly FieldCells[]): Blob => {
  const rows = fields[0]?.slice(1).map((_, row) => fields.map((field) => `<TD>${field[row + 1]}</TD>`).join('')) ?? [];
  return new Blob([
    '<?xml version="1.0"?><VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE><TABLE>',
    ...fields.map(([attributes]) => `<FIELD ${attributes}><DESCRIPTION>About it &amp; more</DESCRIPTION></FIELD>`),
    `<DATA><TABLEDATA>${rows.map((row) => `<TR>${row}</TR>`).join('')}</TABLEDATA></DATA>`,
    '</TABLE></RESOURCE></VOTABLE>',
  ]);
};
