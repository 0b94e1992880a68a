import { fail } from '../../../core/error.ts';
import { didYouMean } from '../../../core/suggest.ts';
import { SaxParser } from '../../../format/xml/sax.ts';
import { readField, type VotableField } from './field.ts';

export type Serialisation = 'TABLEDATA' | 'BINARY' | 'BINARY2' | 'FITS';

/** What a VOTable says of a table before its rows. */
export interface VotableTable {
  /** For messages: `table results` or `table 0`. */
  readonly label: string;
  readonly fields: readonly VotableField[];
  /** The attribute nrows, if it is there. */
  readonly rowCount?: number;
  /** Absent for a table without DATA, which has no rows. */
  readonly serialisation?: Serialisation;
  /** The attribute extnum of FITS. */
  readonly extension?: number;
}

/** Is told of the wanted table, piece by piece. */
export interface TableListener {
  begin(table: VotableTable): void;
  /** The cells of a TR. */
  row?(cells: readonly string[]): void;
  /** A piece of the base64 text of a STREAM. */
  stream?(text: string): void;
  /** The table is over; nothing more is told. */
  end?(): void;
}

const SERIALISATIONS: readonly string[] = ['TABLEDATA', 'BINARY', 'BINARY2', 'FITS'];

/** Characters of one cell at most. */
const LONGEST_TEXT = 16 * 1024 * 1024;

interface OpenTable {
  readonly number: number;
  readonly names: readonly string[];
  readonly rowCount?: number;
  readonly fields: VotableField[];
}

const REMEDY = {
  I103: 'Get the file again, or have it mended.',
  I108: 'Write the file anew: stilts tcopy ofmt=votable-binary2-inline, say.',
} as const;

/** Finds the wanted table in a VOTable that is fed to it: by name, ID or number from 0, or the first that has data. */
export class Envelope {
  readonly #file: string;
  readonly #wanted: string | number | undefined;
  readonly #listener: TableListener;
  readonly #parser: SaxParser;
  readonly #path: string[] = [];
  readonly #seen: string[] = [];
  #table: OpenTable | undefined;
  /** The first table without data, taken if none has any. */
  #bare: VotableTable | undefined;
  #state: 'before' | 'within' | 'done' = 'before';
  #cells: string[] = [];
  #text = '';
  #isVotable = false;

  constructor(file: string, wanted: string | number | undefined, listener: TableListener) {
    this.#file = file;
    this.#wanted = wanted;
    this.#listener = listener;
    this.#parser = new SaxParser(file, {
      open: (name, attributes) => this.#open(name, attributes),
      text: (piece) => this.#hear(piece),
      close: (name) => this.#close(name),
    });
  }

  /** True once the wanted table has been told of to its end. */
  get isDone(): boolean {
    return this.#state === 'done';
  }

  feed(bytes: Uint8Array): void {
    this.#parser.feed(bytes);
  }

  finish(): void {
    this.#parser.finish();
    if (!this.#isVotable)
      fail('I103', `${this.#file} is not a VOTable`, {
        place: { file: this.#file },
        hint: 'Look whether `format` is right.',
      });
    if (this.#state === 'before' && this.#bare) this.#tellBare(this.#bare);
    if (this.#state === 'before') this.#failMissing();
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    const parent = this.#path.at(-1);
    this.#path.push(name);
    if (this.#path.length === 1) this.#isVotable = name === 'VOTABLE';
    if (this.#state === 'done') return;
    this.#text = '';
    if (name === 'TABLE') this.#openTable(attributes);
    else if (name === 'FIELD' && parent === 'TABLE')
      this.#table?.fields.push(readField(attributes, (this.#table.fields.length ?? 0) + 1));
    else if (name === 'VALUES' && parent === 'FIELD')
      this.#extendField(attributes['null'] === undefined ? {} : { nullText: attributes['null'] });
    else if (parent === 'DATA') this.#openData(name, attributes);
    else if (name === 'STREAM') this.#checkStream(attributes);
    else if (name === 'TR') this.#cells = [];
    else if (name === 'TD' && attributes['encoding'])
      this.#refuse(`a TD of ${this.#file} is encoded as ${attributes['encoding']}, which is not read`);
  }

  #close(name: string): void {
    this.#path.pop();
    const parent = this.#path.at(-1);
    if (name === 'TABLE') this.#closeTable();
    if (this.#state === 'done') return;
    if (name === 'DESCRIPTION' && parent === 'FIELD')
      this.#extendField({ description: this.#text.trim().replace(/\s+/g, ' ') });
    else if (this.#state !== 'within') return;
    else if (name === 'TD') this.#cells.push(this.#text);
    else if (name === 'TR') this.#endRow();
    this.#text = '';
  }

  #hear(piece: string): void {
    if (this.#state === 'done') return;
    const inner = this.#path.at(-1);
    if (inner === 'STREAM' && this.#state === 'within') this.#listener.stream?.(piece);
    else if (inner === 'TD' || inner === 'DESCRIPTION') {
      this.#text += piece;
      if (this.#text.length > LONGEST_TEXT)
        this.#refuse(`a ${inner} of ${this.#file} has more than ${LONGEST_TEXT} characters`);
    }
  }

  #openTable(attributes: Readonly<Record<string, string>>): void {
    const number = this.#seen.length;
    const names = [attributes['name'], attributes['ID']].filter((name) => name !== undefined);
    this.#seen.push(names[0] ?? String(number));
    const rowCount = Number.parseInt(attributes['nrows'] ?? '', 10);
    this.#table = { number, names, fields: [], ...(Number.isNaN(rowCount) ? {} : { rowCount }) };
  }

  #openData(name: string, attributes: Readonly<Record<string, string>>): void {
    if (!this.#table || !this.#isWanted(this.#table) || name === 'INFO') return;
    if (!SERIALISATIONS.includes(name))
      this.#refuse(`${this.#file} holds its rows as ${name}, which is not read`, 'I108');
    const extension = Number.parseInt(attributes['extnum'] ?? '', 10);
    this.#state = 'within';
    this.#listener.begin({
      ...describe(this.#table),
      serialisation: name as Serialisation,
      ...(Number.isNaN(extension) ? {} : { extension }),
    });
  }

  #closeTable(): void {
    if (this.#state === 'within') {
      this.#state = 'done';
      this.#listener.end?.();
    } else if (this.#state === 'before' && this.#table && this.#isWanted(this.#table)) {
      this.#bare ??= describe(this.#table);
      if (this.#wanted !== undefined) this.#tellBare(this.#bare);
    }
    this.#table = undefined;
  }

  #tellBare(table: VotableTable): void {
    this.#listener.begin(table);
    this.#state = 'done';
    this.#listener.end?.();
  }

  #isWanted({ number, names }: OpenTable): boolean {
    return this.#wanted === undefined || this.#wanted === number || names.includes(String(this.#wanted));
  }

  #extendField(more: Partial<VotableField>): void {
    const field = this.#table?.fields.pop();
    if (field) this.#table?.fields.push({ ...field, ...more });
  }

  #endRow(): void {
    const wanted = this.#table?.fields.length ?? 0;
    if (this.#cells.length !== wanted)
      this.#refuse(`a row (TR) of ${this.#file} has ${this.#cells.length} cells, not ${wanted}`);
    this.#listener.row?.(this.#cells);
  }

  #checkStream({ href, encoding = 'none' }: Readonly<Record<string, string>>): void {
    if (this.#state !== 'within') return;
    if (href !== undefined) this.#refuse(`${this.#file} keeps its rows elsewhere (STREAM href="${href}")`, 'I108');
    if (encoding !== 'base64')
      this.#refuse(`the rows of ${this.#file} are encoded as "${encoding}"; only base64 is read`, 'I108');
  }

  #refuse(message: string, code: 'I103' | 'I108' = 'I103'): never {
    return fail(code, message, { place: this.#parser.place, hint: REMEDY[code] });
  }

  #failMissing(): never {
    const what = this.#wanted === undefined ? 'no table' : `no table ${this.#wanted}`;
    const near = typeof this.#wanted === 'string' ? didYouMean(this.#wanted, this.#seen) : undefined;
    return fail('I103', `${this.#file} has ${what}`, {
      place: { file: this.#file },
      hint:
        near ??
        (this.#seen.length > 0 ? `It has ${this.#seen.join(', ')}.` : 'Look whether it is the right file, and whole.'),
    });
  }
}

function describe({ number, names, fields, rowCount }: OpenTable): VotableTable {
  return { label: `table ${names[0] ?? number}`, fields, ...(rowCount === undefined ? {} : { rowCount }) };
}
