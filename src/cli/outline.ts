import { stringify } from 'yaml';
import { type Datatype, describeDatatype } from '../model/datatype.ts';
import type { ResultColumn } from '../model/result.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import type { Source } from '../query/typed.ts';

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** A syntax tree or typed query without its places in the text, tables and columns named rather than spelled out: as plain data. */
export function plainTree(node: unknown): Plain {
  if (typeof node === 'bigint') return String(node);
  if (Array.isArray(node)) return node.map(plainTree);
  if (typeof node !== 'object' || node === null) return node as Plain;
  if (isColumn(node)) return `${nameOf(node.source)}.${node.source.columns[node.index]?.name} ${meaningOf(node)}`;
  const entries = Object.entries(node).flatMap(([key, value]): [string, Plain][] => {
    if (key === 'span' || key === 'unit' || key === 'ucd' || value === undefined) return [];
    if (Array.isArray(value) && value.length === 0) return [];
    if (key === 'datatype') return [['type', meaningOf(node as Meant)]];
    if (key === 'columns' && isResult(value)) return [[key, value.map((one) => `${one.name} ${meaningOf(one)}`)]];
    if (key === 'table' && isTable(value)) return [[key, qualifiedName(value)]];
    if (key === 'common') return [[key, (value as { name: string }).name]];
    return [[key, plainTree(value)]];
  });
  return Object.fromEntries(entries);
}

/** The tree as indented lines. */
export function outline(node: unknown): string {
  return stringify(plainTree(node), { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();
}

type Meant = { readonly datatype: Datatype; readonly unit?: string; readonly ucd?: string };

const meaningOf = ({ datatype, unit, ucd }: Meant): string =>
  [describeDatatype(datatype), unit && `[${unit}]`, ucd].filter(Boolean).join(' ');

const isColumn = (node: object): node is { readonly source: Source; readonly index: number } & Meant =>
  'kind' in node && node.kind === 'column' && 'source' in node;

const isResult = (value: unknown): value is readonly ResultColumn[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && 'datatype' in one);

const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null && 'schema' in value;

const nameOf = (source: Source): string =>
  `${source.kind === 'table' ? qualifiedName(source.table) : source.kind === 'common' ? source.common.name : source.kind}#${source.id}`;
