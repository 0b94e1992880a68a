import { type Problem, type ProblemDetail, problem } from '../../core/error.ts';
import type { ErrorCode } from '../../core/error-table.ts';
import { LIMITS } from '../../core/limits.ts';
import type { Span } from '../../core/span.ts';
import type { Condition, Expression, QueryExpression } from '../ast.ts';
import type { Lexed } from '../lexer.ts';
import type { Token } from '../token.ts';
import { explain } from './explain.ts';
import type { Unexpected } from './unexpected.ts';

/** Thrown to leave a clause that cannot be read on; the problem itself is already noted. Never leaves the parser. */
class Stop extends Error {}

const END: Token = { kind: 'end', span: { start: 0, end: 0 }, value: '', key: '' };

/**
 * What a parenthesis or an operand can turn out to be. Only after reading it is known whether `(a` began a value or a condition,
 * so both are read by the same functions and told apart by their kind.
 */
export type Term = Expression | Condition;

/** The two places where the grammar comes back to itself; the files of this folder else build on one another in one direction. */
export interface Grammar {
  term(cursor: Cursor): Term;
  /** Without the parentheses around it. `first` is its first operand, a query in parentheses, if that is already read. */
  query(cursor: Cursor, first?: QueryExpression): QueryExpression;
}

/**
 * Where the parser stands in the tokens, what it looked for there, and what it found wrong so far.
 * The grammar functions ask with `is` (silently), `sees` and `accept` (what they look for becomes part of the message if
 * nothing fits), and `expect`.
 */
export class Cursor {
  readonly tokens: readonly Token[];
  readonly grammar: Grammar;
  /** The user-defined functions, if only these are allowed. */
  readonly functions: readonly string[] | undefined;
  readonly #problems: Problem[];
  #index = 0;
  #expected: string[] = [];
  #depth = 0;
  #height = 0;
  #lost: boolean;
  /** The index where reading went on after an error: what does not fit there is of the same cause. */
  #landed = -1;

  constructor(lexed: Lexed, grammar: Grammar, functions?: Iterable<string>) {
    this.grammar = grammar;
    this.functions = functions && [...functions];
    // Behind a quote that is never closed, nothing has been read.
    this.#lost = lexed.tokens.at(-2)?.kind === 'bad';
    this.tokens = lexed.tokens;
    this.#problems = [...lexed.problems];
  }

  get token(): Token {
    return this.tokens[this.#index] ?? END;
  }

  get next(): Token {
    return this.tokens[this.#index + 1] ?? END;
  }

  get previous(): Token | undefined {
    return this.tokens[this.#index - 1];
  }

  get index(): number {
    return this.#index;
  }

  /** Where the next node begins. */
  get start(): number {
    return this.token.span.start;
  }

  /** From an offset to the end of the last token taken. */
  spanFrom(start: number): Span {
    return { start, end: this.previous?.span.end ?? start };
  }

  /** The problems found, in the order of the text. */
  get problems(): readonly Problem[] {
    return this.#problems.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  }

  advance(): Token {
    const token = this.token;
    if (token.kind !== 'end') this.#index++;
    if (this.#expected.length > 0) this.#expected = [];
    return token;
  }

  /** Is the current token this word or symbol? */
  is(...keys: readonly string[]): boolean {
    return keys.includes(this.token.key);
  }

  /** Like `is`, and remembers what was looked for. */
  sees(key: string): boolean {
    this.mention(key);
    return this.is(key);
  }

  /** Remembers something that would have been right here, for the message. */
  mention(...expected: readonly string[]): void {
    for (const one of expected) if (!this.#expected.includes(one)) this.#expected.push(one);
  }

  accept(key: string): Token | undefined {
    return this.sees(key) ? this.advance() : undefined;
  }

  expect(key: string): Token {
    return this.accept(key) ?? this.fail();
  }

  /** The parenthesis that closes `open`. */
  close(open: Token): Token {
    const closing = this.accept(')');
    if (closing) return closing;
    return this.fail({ unclosed: open });
  }

  /** Notes a problem and lets the parser go on. One place is never blamed twice. */
  report(code: ErrorCode, message: string, detail: ProblemDetail & { span: Span }): void {
    const { start } = detail.span;
    if (this.#problems.length >= LIMITS.queryProblems) throw new Stop();
    if (this.#lost || this.#problems.some(({ span }) => span?.start === start)) return;
    this.#problems.push(problem(code, message, detail));
  }

  /** The current token fits nothing: notes that, and leaves the clause. */
  fail(detail: Pick<Unexpected, 'unclosed' | 'hint'> = {}): never {
    const { token } = this;
    if (token.kind !== 'bad' && this.#index !== this.#landed) {
      const { message, hint } = explain({
        tokens: this.tokens,
        index: this.#index,
        expected: this.#expected,
        ...detail,
      });
      this.report('Q101', message, { span: token.span, ...(hint === undefined ? {} : { hint }) });
    }
    throw new Stop();
  }

  /** Notes a problem and leaves the clause. */
  refuse(code: ErrorCode, message: string, detail: ProblemDetail & { span: Span }): never {
    this.report(code, message, detail);
    throw new Stop();
  }

  /**
   * Reads a clause. If that fails, goes to the next of the words `stops` outside of the parentheses opened in the clause, or to
   * the parenthesis that closes around it, so that errors after it are found too. Where there is none, the rest says nothing.
   */
  recover<Result>(read: () => Result, stops: ReadonlySet<string>): Result | undefined {
    const [first, depth, height] = [this.#index, this.#depth, this.#height];
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      [this.#depth, this.#height] = [depth, height];
      let open = 0;
      for (const { key } of this.tokens.slice(first, this.#index)) open += key === '(' ? 1 : key === ')' ? -1 : 0;
      while (this.token.kind !== 'end' && !(open <= 0 && (this.is(')') || stops.has(this.token.key)))) {
        open += this.is('(') ? 1 : this.is(')') ? -1 : 0;
        this.advance();
      }
      if (this.token.kind === 'end') this.#lost = true;
      this.#landed = this.#index;
      this.#expected = [];
      return undefined;
    }
  }

  /** Reads what stands in parentheses, one level deeper. */
  nested<Result>(read: () => Result): Result {
    if (this.#depth >= LIMITS.queryNesting) {
      const hint = `At most ${LIMITS.queryNesting} levels of parentheses, functions and subqueries can be nested.`;
      this.refuse('Q103', 'the query is nested too deeply', { span: this.token.span, hint });
    }
    this.#depth++;
    const result = this.apart(read);
    this.#depth--;
    return result;
  }

  /** Reads something that stands beside what was read before, so that their heights do not add up. */
  apart<Result>(read: () => Result): Result {
    const beside = this.#height;
    this.#height = 0;
    const result = read();
    this.#height = Math.max(this.#height, beside);
    return result;
  }

  /**
   * Counts one operator of a chain such as `a + b + c`, whose tree grows one level with each. Bounding the height keeps every
   * later stage, which walks the tree, within its stack.
   */
  grow(operator: Token): void {
    this.#height++;
    if (this.#height <= LIMITS.queryChain) return;
    const hint = `At most ${LIMITS.queryChain} operators, joins or set operations can follow one another; chains of AND and OR may be longer.`;
    this.refuse('Q103', 'the chain of operators is too long', { span: operator.span, hint });
  }
}

/** One or more, with commas between. */
export function commaSeparated<Item>(cursor: Cursor, read: () => Item): Item[] {
  const items = [cursor.apart(read)];
  while (cursor.accept(',')) items.push(cursor.apart(read));
  return items;
}
