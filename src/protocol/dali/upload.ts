import { join } from 'node:path';
import { fail } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import type { Parameter } from '../../model/parameter.ts';
import { writeField } from '../../service/job-uploads.ts';
import type { UploadRequest } from '../../service/load-uploads.ts';
import type { UploadOrder } from '../../service/upload-order.ts';
import type { ProtocolRequest } from '../protocol.ts';
import { allValues, shorten } from './parameters.ts';

/** A name of ADQL that needs no quotes, unless it is a word of the language. */
const NAME = /^[A-Za-z]\w{0,127}$/;

/** A URL may hold a semicolon: between tables stands one that a name, a comma and a scheme follow. */
const BETWEEN = /;(?=\s*\w+\s*,\s*[A-Za-z][\w+.-]*:)/;

/**
 * The tables that come with a request: `UPLOAD=name,uri` once or more often (DALI 1.1 sec 3.4.5), or several in one with semicolons
 * between (TAP 1.0 sec 2.3.8).
 *
 * @throws AlmagestError U101
 */
export function readUploads(parameters: readonly Parameter[]): readonly UploadOrder[] {
  const pairs = allValues(parameters, 'UPLOAD')
    .flatMap((value) => value.split(BETWEEN))
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '');
  if (pairs.length > LIMITS.uploadTables)
    fail('U101', `${pairs.length} tables are uploaded; there can be ${LIMITS.uploadTables} in a query`);
  const orders = pairs.map(readPair);
  const twice = orders.find(({ name }, index) =>
    orders.some((other, at) => at < index && other.name.toLowerCase() === name.toLowerCase()),
  );
  if (twice)
    fail('U101', `two uploaded tables are called ${twice.name}`, {
      hint: 'Names differ in more than upper and lower case.',
    });
  return orders;
}

function readPair(pair: string): UploadOrder {
  const comma = pair.indexOf(',');
  const name = pair.slice(0, Math.max(0, comma)).trim();
  const uri = pair.slice(comma + 1).trim();
  if (comma < 0 || !NAME.test(name))
    fail('U101', `UPLOAD is "${shorten(pair)}", and does not begin with the name of a table and a comma`, {
      hint: 'Such as UPLOAD=mine,param:file: a letter, then letters, digits and underscores; the query calls it TAP_UPLOAD.mine.',
    });
  const inline = /^param:(.+)$/i.exec(uri)?.[1];
  if (inline !== undefined) return { name, from: { kind: 'inline', parameter: inline } };
  if (/^https?:\/\//i.test(uri)) return { name, from: { kind: 'url', url: uri } };
  return fail('U101', `the table ${name} is to come from "${shorten(uri)}"`, {
    hint: 'It may come from an address with http:// or https://, or as param:part from the part of the request that is called so.',
  });
}

/** The tables of a request that is answered at once: their files lie on the disk until it is over. */
export function uploadsOf(request: ProtocolRequest, orders: readonly UploadOrder[] = []): UploadRequest | undefined {
  if (orders.length === 0) return undefined;
  return {
    orders,
    inlineFile: async (parameter, folder) => {
      const wanted = parameter.toLowerCase();
      const file = request.files?.find((each) => each.parameter.toLowerCase() === wanted);
      return file?.path ?? writeField(request.parameters, parameter, join(folder, 'inline'));
    },
  };
}
