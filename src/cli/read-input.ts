import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** The query of a command line: its operand, or else what standard input holds (as for the operand `-`); nobody is waited for at a terminal. */
export async function readQueryText(
  operand: string | undefined,
  stdin: Readable & { readonly isTTY?: boolean },
): Promise<string> {
  if (operand !== undefined && operand !== '-') return operand;
  return stdin.isTTY ? '' : text(stdin);
}
