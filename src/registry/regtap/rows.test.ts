import { expect, test } from 'vitest';
import { parseXml } from '../../format/xml/parse.ts';
import { REGTAP_SCHEMA } from '../../model/regtap-schema.ts';
import { makeTestService, TEST_SETTINGS } from '../../service/testing.ts';
import { recordDrafts } from '../record/index.ts';
import { regtapRows } from './rows.ts';

/** A record with what ours have, and with what others may have. */
const RECORD = parseXml(`<ri:Resource xmlns:ri="r" xmlns:xsi="x" xsi:type="vs:CatalogService"
    created="2026-01-02T03:04:05Z" updated="2026-02-03T04:05:06Z" status="active">
  <validationLevel validatedBy="ivo://Other/Reg">2</validationLevel>
  <title> Stars </title><shortName/><identifier>ivo://X.example/Stars</identifier>
  <altIdentifier>doi:10.1/A</altIdentifier>
  <curation>
    <publisher ivo-id="ivo://X.example/Org">The Org</publisher>
    <creator><name ivo-id="ivo://X.example/H">Hypatia</name><logo>http://l</logo><altIdentifier>orcid:1</altIdentifier></creator>
    <creator><name>Theon, A.</name><altIdentifier>doi:10.1/A</altIdentifier></creator>
    <contributor>Others</contributor>
    <date role="Created">2020-01-02</date><version>3</version>
    <contact><name>Desk</name><address>Street 1</address><email>a@b.c</email><telephone>1</telephone></contact>
  </curation>
  <content>
    <subject>Stars</subject><subject>catalogs</subject>
    <description>All
 stars</description><source format="Bibcode">2020A</source><referenceURL>http://p</referenceURL>
    <type>Catalog</type><type>Survey</type><contentLevel>Research</contentLevel>
    <relationship><relationshipType>IsServedBy</relationshipType>
      <relatedResource ivo-id="ivo://X.example/TAP">TAP</relatedResource><relatedResource>Other</relatedResource></relationship>
  </content>
  <rights rightsURI="http://l/1">One</rights><rights>Two</rights>
  <capability standardID="ivo://ivoa.net/std/ConeSearch" xsi:type="cs:ConeSearch">
    <validationLevel validatedBy="ivo://other/reg">3</validationLevel>
    <description>Cones</description>
    <interface xsi:type="vs:ParamHTTP" role="std" version="1.03"><accessURL use="base">http://x/scs?</accessURL>
      <mirrorURL>http://M/1</mirrorURL><mirrorURL>http://M/2</mirrorURL>
      <queryType>GET</queryType><queryType>POST</queryType><resultType>Text/XML</resultType>
      <param use="required" std="true"><name>RA</name><description>Right ascension</description><ucd>POS.eq.ra</ucd><dataType>Real</dataType></param>
    </interface>
    <maxSR>180</maxSR><testQuery><ra>1</ra><dec>2</dec><sr>0.1</sr></testQuery>
  </capability>
  <capability standardID="ivo://ivoa.net/std/TAP#aux">
    <interface xsi:type="vs:ParamHTTP" role="std"><accessURL use="base">http://x/tap</accessURL>
      <securityMethod standardID="ivo://ivoa.net/sso#tls"/></interface>
    <interface xsi:type="vr:WebBrowser"><accessURL use="full">http://x/</accessURL><securityMethod/></interface>
    <dataModel ivo-id="ivo://ivoa.net/std/ObsCore#core-1.1">ObsCore</dataModel>
  </capability>
  <facility>F1</facility><instrument>I1</instrument>
  <coverage><spatial>4/1-2</spatial><temporal>50000 50001.5</temporal><spectral>1e-19 2e-19</spectral>
    <waveband>Gamma-ray</waveband><waveband>Neutrino</waveband><regionOfRegard>0.5</regionOfRegard></coverage>
  <tableset><schema><name>Sky</name><title>T</title>
      <table type="View"><name>Sky.A</name><column std="true"><name>RA</name><description>d</description><unit>deg</unit>
        <ucd>POS.EQ.RA</ucd><utype>Char.X</utype><dataType xsi:type="vs:VOTableType" arraysize="2" extendedType="Point">Double</dataType>
        <flag>indexed</flag><flag>nullable</flag></column></table></schema>
    <schema><name>two</name><table><name>two.b</name><column><name>c</name></column></table></schema></tableset>
</ri:Resource>`);

const { ivoid, tables } = regtapRows(RECORD);
const rows = Object.fromEntries(tables);

test('one row tells of the resource, in lower case where RegTAP wants it', () => {
  expect(ivoid).toBe('ivo://x.example/stars');
  expect(rows['resource']).toEqual([
    {
      res_type: 'vs:catalogservice',
      created: '2026-01-02T03:04:05',
      short_name: null,
      res_title: 'Stars',
      updated: '2026-02-03T04:05:06',
      content_level: 'research',
      res_description: 'All\n stars',
      reference_url: 'http://p',
      creator_seq: 'Hypatia; Theon, A.',
      content_type: 'catalog#survey',
      source_format: 'bibcode',
      source_value: '2020A',
      res_version: '3',
      region_of_regard: 0.5,
      waveband: 'gamma-ray#neutrino',
      rights: 'One',
      rights_uri: 'http://l/1',
    },
  ]);
});

test('people have roles, whether their name is an element or not', () => {
  expect(rows['res_role']).toMatchObject([
    { base_role: 'contact', role_name: 'Desk', street_address: 'Street 1', email: 'a@b.c', telephone: '1', logo: null },
    { base_role: 'publisher', role_name: 'The Org', role_ivoid: 'ivo://x.example/org', email: null },
    { base_role: 'contributor', role_name: 'Others', role_ivoid: null },
    { base_role: 'creator', role_name: 'Hypatia', role_ivoid: 'ivo://x.example/h', logo: 'http://l' },
    { base_role: 'creator', role_name: 'Theon, A.' },
  ]);
});

test('capabilities, interfaces and parameters point to each other by number', () => {
  expect(rows['capability']).toMatchObject([
    { cap_index: 1, cap_type: 'cs:conesearch', standard_id: 'ivo://ivoa.net/std/conesearch', cap_description: 'Cones' },
    { cap_index: 2, cap_type: null, standard_id: 'ivo://ivoa.net/std/tap#aux' },
  ]);
  expect(rows['interface']).toMatchObject([
    {
      cap_index: 1,
      intf_index: 1,
      intf_type: 'vs:paramhttp',
      query_type: 'get#post',
      result_type: 'text/xml',
      mirror_url: 'http://M/1#http://M/2',
      authenticated_only: 0,
    },
    { cap_index: 2, intf_index: 2, url_use: 'base', access_url: 'http://x/tap', authenticated_only: 1 },
    { cap_index: 2, intf_index: 3, intf_type: 'vr:webbrowser', authenticated_only: 0 },
  ]);
  expect(rows['intf_param']).toMatchObject([
    { intf_index: 1, name: 'ra', ucd: 'pos.eq.ra', std: 1, datatype: 'real', param_use: 'required' },
  ]);
});

test('so do schemas, tables and columns', () => {
  expect(rows['res_schema']).toMatchObject([
    { schema_index: 1, schema_name: 'sky', schema_title: 'T' },
    { schema_index: 2, schema_name: 'two' },
  ]);
  expect(rows['res_table']).toMatchObject([
    { schema_index: 1, table_index: 1, table_name: 'Sky.A', table_type: 'view' },
    { schema_index: 2, table_index: 2, table_name: 'two.b', table_type: null },
  ]);
  expect(rows['table_column']).toMatchObject([
    {
      table_index: 1,
      name: 'ra',
      ucd: 'pos.eq.ra',
      unit: 'deg',
      utype: 'char.x',
      std: 1,
      datatype: 'double',
      extended_type: 'Point',
      arraysize: '2',
      type_system: 'vs:votabletype',
      flag: 'indexed#nullable',
    },
    { table_index: 2, name: 'c', std: null, datatype: null, flag: null },
  ]);
});

test('the rest stands in tables of its own', () => {
  expect(rows['res_subject']).toEqual([{ res_subject: 'Stars' }, { res_subject: 'catalogs' }]);
  expect(rows['relationship']).toEqual([
    { relationship_type: 'isservedby', related_id: 'ivo://x.example/tap', related_name: 'TAP' },
    { relationship_type: 'isservedby', related_id: null, related_name: 'Other' },
  ]);
  expect(rows['validation']).toEqual([
    { validated_by: 'ivo://other/reg', val_level: 2, cap_index: null },
    { validated_by: 'ivo://other/reg', val_level: 3, cap_index: 1 },
  ]);
  expect(rows['res_date']).toEqual([{ date_value: '2020-01-02', value_role: 'created' }]);
  expect(rows['alt_identifier']).toEqual([{ alt_identifier: 'doi:10.1/A' }, { alt_identifier: 'orcid:1' }]);
  expect(rows['stc_spatial']).toEqual([{ coverage: '4/1-2', ref_system_name: null }]);
  expect(rows['stc_temporal']).toEqual([{ time_start: 50000, time_end: 50001.5 }]);
  expect(rows['stc_spectral']).toEqual([{ spectral_start: 1e-19, spectral_end: 2e-19 }]);
});

test('what no column is for is a detail', () => {
  expect(rows['res_detail']).toEqual(
    expect.arrayContaining([
      { cap_index: null, detail_xpath: '/facility', detail_value: 'F1' },
      { cap_index: null, detail_xpath: '/rights/@rightsURI', detail_value: 'http://l/1' },
      { cap_index: 1, detail_xpath: '/capability/maxSR', detail_value: '180' },
      { cap_index: 1, detail_xpath: '/capability/testQuery/ra', detail_value: '1' },
      {
        cap_index: 2,
        detail_xpath: '/capability/dataModel/@ivo-id',
        detail_value: 'ivo://ivoa.net/std/ObsCore#core-1.1',
      },
      {
        cap_index: 2,
        detail_xpath: '/capability/interface/securityMethod/@standardID',
        detail_value: 'ivo://ivoa.net/sso#tls',
      },
    ]),
  );
});

test('rows have exactly the columns that the schema tells of', () => {
  for (const [name, [row]] of tables) {
    const described = REGTAP_SCHEMA.tables.find((table) => table.name === name)?.columns.map((column) => column.name);
    expect(['ivoid', ...Object.keys(row ?? {})].sort(), name).toEqual([...(described ?? [])].sort());
  }
  expect(tables.map(([name]) => name).sort()).toEqual(REGTAP_SCHEMA.tables.map(({ name }) => name).sort());
});

test('our own records have rows', () => {
  const { site, catalogue } = makeTestService();
  const drafts = recordDrafts({ site, settings: TEST_SETTINGS, baseUrl: 'http://x' }, catalogue.current);
  const dates = { created: '2026-01-02T03:04:05Z', updated: '2026-01-02T03:04:05Z' };
  for (const draft of drafts) expect(regtapRows(draft.makeVor(dates)).ivoid).toBe(draft.ivoid.toLowerCase());
});
