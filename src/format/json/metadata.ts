import type { Outcome, ResultColumn, ResultHeader } from '../../model/result.ts';

/** Everything about a result but its rows, as members of a JSON object: `"metadata":[...],"info":[...]`, with a column to a line. */
export function jsonMetadata({ columns, infos, description }: ResultHeader): string {
  return [
    ...(description === undefined ? [] : [`"description":${json(description)}`]),
    `"metadata":[\n${columns.map((column) => json(describe(column))).join(',\n')}\n]`,
    `"info":[\n${infos.map(({ name, value, ucd, content }) => json({ name, value, ucd, content })).join(',\n')}\n]`,
  ].join(',\n');
}

/** How the result ended, in the words of DALI 1.1 sec 4.4.1: `"status":"OK"`. */
export function jsonStatus(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'complete':
      return '"status":"OK"';
    case 'overflow':
      return `"status":"OVERFLOW","maxrec":${outcome.maxrec}${outcome.bytes === undefined ? '' : `,"bytes":${outcome.bytes}`}`;
    case 'failed':
      return `"status":"ERROR","message":${json(outcome.message)}`;
  }
}

/** The words of FIELD. */
function describe({ name, datatype, unit, ucd, utype, description }: ResultColumn): object {
  return {
    name,
    datatype: datatype.primitive,
    arraysize: datatype.arraysize,
    xtype: datatype.xtype,
    unit: unit || undefined,
    ucd: ucd || undefined,
    utype: utype || undefined,
    description: description || undefined,
  };
}

const json = (value: string | object): string => JSON.stringify(value);
