import { isCharacter, isNumber } from '../model/datatype.ts';
import type { Outcome, ResultColumn, ResultHeader } from '../model/result.ts';
import { CopyTextReader, type TextCell, textSlack } from './copy-text.ts';
import { PLAIN_SPELLING } from './csv.ts';
import { HTML_STYLE } from './html/style.ts';
import { writeMarkupText } from './markup-text.ts';
import { OutputBuffer } from './output-buffer.ts';
import type { StreamedFormat } from './output-format.ts';
import { whatAllows } from './overflow.ts';
import { StreamedResult } from './streamed-result.ts';
import { valueWriter } from './text-value.ts';
import { escapeAttribute, escapeText } from './xml/escape.ts';

/** A page with one table, for people with a browser. */
export const HTML: StreamedFormat = {
  id: 'html',
  title: 'HTML',
  extension: 'html',
  mediaType: 'text/html;charset=utf-8',
  otherMediaTypes: [],
  shortNames: ['html'],
  copy: 'text',
  delivery: 'streamed',
  writer(header, { maxrec }) {
    const row = {
      start: encoder.encode('<tr><td>'),
      between: encoder.encode('<td>'),
      end: encoder.encode('\n'),
      cells: header.columns.map(htmlCell),
    };
    const reader = new CopyTextReader(row, maxrec);
    return new StreamedResult({
      maxrec,
      head: pageHead(header),
      reader,
      buffer: new OutputBuffer(textSlack(row)),
      tail: (outcome) => `</tbody>\n</table>\n${ending(outcome, reader.rows)}\n</body>\n</html>\n`,
    });
  },
};

const encoder = new TextEncoder();

function htmlCell({ datatype }: ResultColumn): TextCell {
  return {
    isNumber: isNumber(datatype),
    write: isCharacter(datatype) ? writeMarkupText : valueWriter(datatype, PLAIN_SPELLING),
    writeNull() {},
  };
}

function pageHead(header: ResultHeader): string {
  const { columns, description } = header;
  const numbers = columns.flatMap(({ datatype }, index) => (isNumber(datatype) ? [`td:nth-child(${index + 1})`] : []));
  const aligned = numbers.length > 0 ? `\n${numbers.join(',')}{text-align:right}` : '';
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Query result</title>
<style>${HTML_STYLE}${aligned}</style>
</head>
<body>
<h1>Query result</h1>
${description === undefined ? '' : `<p>${escapeText(description)}</p>\n`}${about(header)}
<table>
<thead><tr>${columns.map(columnHead).join('')}</tr></thead>
<tbody>
`;
}

function columnHead({ name, unit, ucd, description }: ResultColumn): string {
  const told = [description, ucd].filter(Boolean).join(' – ');
  const title = told ? ` title="${escapeAttribute(told)}"` : '';
  return `<th scope="col"${title}>${escapeText(name)}${unit ? `<br><span>${escapeText(unit)}</span>` : ''}</th>`;
}

/** Where the rows come from and how they may be used, folded away. */
function about({ infos }: ResultHeader): string {
  const items = infos.map(
    ({ name, value, content }) =>
      `<dt>${escapeText(name)}</dt><dd>${escapeText(value)}${content ? `<br>${escapeText(content)}` : ''}</dd>`,
  );
  return items.length === 0
    ? ''
    : `<details><summary>About this result</summary>\n<dl>${items.join('\n')}</dl></details>`;
}

function ending(outcome: Outcome, rows: number): string {
  const counted = `${rows} row${rows === 1 ? '' : 's'}`;
  switch (outcome.kind) {
    case 'complete':
      return `<p>${counted}.</p>`;
    case 'overflow':
      return `<p role="alert">${counted}. There are more: ${whatAllows(outcome)}.</p>`;
    case 'failed':
      return `<p role="alert">The result broke off after ${counted}: ${escapeText(outcome.message)}</p>`;
  }
}
