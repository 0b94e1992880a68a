import { isArray, isCharacter, isNumber } from '../model/datatype.ts';
import type { ResultColumn } from '../model/result.ts';
import { CopyTextReader, type TextCell, textSlack } from './copy-text.ts';
import { quoteIfNeeded, writeCsvText } from './csv.ts';
import { ecsvHeader } from './ecsv/header.ts';
import { OutputBuffer } from './output-buffer.ts';
import type { StreamedFormat } from './output-format.ts';
import { StreamedResult } from './streamed-result.ts';
import { type Spelling, type ValueWriter, valueWriter } from './text-value.ts';
import { countedArrays } from './votable/counted-arrays.ts';

/**
 * ECSV 1.0 (Astropy Proposal for Enhancement 6): CSV under a header in YAML with types, units, descriptions and origin. An empty
 * cell is NULL; so is an empty text to its readers.
 */
export const ECSV: StreamedFormat = {
  id: 'ecsv',
  title: 'ECSV',
  extension: 'ecsv',
  // Not registered with IANA, but what archives call it.
  mediaType: 'text/ecsv',
  otherMediaTypes: [],
  shortNames: ['ecsv'],
  copy: 'text',
  delivery: 'streamed',
  writer(result, { maxrec }) {
    // Of several dimensions, ECSV lets only the innermost vary, which in VOTable is the outermost.
    const header = { ...result, columns: countedArrays(result.columns) };
    const row = {
      start: new Uint8Array(0),
      between: encoder.encode(','),
      end: encoder.encode('\n'),
      cells: header.columns.length === 1 ? header.columns.map(onlyCell) : header.columns.map(ecsvCell),
    };
    return new StreamedResult({
      maxrec,
      head: `${ecsvHeader(header)}${header.columns.map(({ name }) => quoteIfNeeded(name)).join(',')}\n`,
      reader: new CopyTextReader(row, maxrec),
      buffer: new OutputBuffer(textSlack(row)),
    });
  },
};

const encoder = new TextEncoder();

const SCALARS: Spelling = { true: 'True', false: 'False', nan: 'nan', infinity: 'inf', minusInfinity: '-inf' };

/** Arrays are JSON, with the words for what is no number that Python's reader and others take. */
const ARRAYS: Spelling = {
  true: 'true',
  false: 'false',
  infinity: 'Infinity',
  minusInfinity: '-Infinity',
  arrays: 'json',
};

function ecsvCell({ datatype }: ResultColumn): TextCell {
  if (isCharacter(datatype)) return { write: writeCsvText, writeNull() {} };
  if (!isArray(datatype))
    return { isNumber: isNumber(datatype), write: valueWriter(datatype, SCALARS), writeNull() {} };
  return { write: quoted(valueWriter(datatype, ARRAYS)), writeNull() {} };
}

const QUOTE = 0x22;
const EMPTY_QUOTES = encoder.encode('""');

/** Readers pass over empty lines, so the NULL of a result with one column has quotes. */
function onlyCell(column: ResultColumn): TextCell {
  return { ...ecsvCell(column), writeNull: (into) => into.copy(EMPTY_QUOTES, 0, EMPTY_QUOTES.length) };
}

/** The commas of an array are not those of the row. */
function quoted(write: ValueWriter): ValueWriter {
  return (data, at, into) => {
    into.bytes[into.at++] = QUOTE;
    const end = write(data, at, into);
    into.bytes[into.at++] = QUOTE;
    return end;
  };
}
