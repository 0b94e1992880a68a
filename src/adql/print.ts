import { assertNever } from '../core/assert-never.ts';
import type {
  Aggregate,
  BinaryOperation,
  CastTarget,
  Condition,
  Expression,
  FromItem,
  Identifier,
  Join,
  QueryExpression,
  QueryTerm,
  Select,
  SelectItem,
} from './ast.ts';
import { delimit, isRegularIdentifier } from './identifier.ts';
import { isReserved } from './keyword.ts';

/** A query as canonical ADQL on one line: keywords in upper case, parentheses only where they are needed. */
export function printQuery(query: QueryExpression): string {
  const parts: string[] = [];
  if (query.with.length > 0) parts.push(`WITH ${query.with.map(printCommonTable).join(', ')}`);
  parts.push(printTerm(query.body));
  if (query.orderBy.length > 0) {
    const items = query.orderBy.map((item) => printExpression(item.expression) + (item.descending ? ' DESC' : ''));
    parts.push(`ORDER BY ${items.join(', ')}`);
  }
  if (query.offset) parts.push(`OFFSET ${query.offset.text}`);
  return parts.join(' ');
}

function printCommonTable({ name, columns, query }: QueryExpression['with'][number]): string {
  return `${printIdentifier(name)}${printColumnNames(columns)} AS (${printQuery(query)})`;
}

const printColumnNames = (columns: readonly Identifier[]): string =>
  columns.length > 0 ? ` (${columns.map(printIdentifier).join(', ')})` : '';

// A name keeps its quotes even where it could do without: they make its case matter.
function printIdentifier({ name, delimited }: Identifier): string {
  return delimited || !isRegularIdentifier(name) || isReserved(name) ? delimit(name) : name;
}

const printName = (name: readonly Identifier[]): string => name.map(printIdentifier).join('.');

const parenthesised = (text: string): string => `(${text})`;

/** One operation of a chain that leans to the left, such as `((a + b) + c) + d`. */
interface Link<Node> {
  readonly left: Node;
  /** The left operand is of the same chain, and needs no parentheses. */
  readonly open: boolean;
  /** Operator and right operand. */
  readonly rest: string;
}

/** Prints a chain from its last operation to its first: in a loop, as chains can be long. */
function printChain<Node>(
  top: Node,
  link: (node: Node) => Link<Node> | undefined,
  print: (node: Node) => string,
): string {
  const parts: string[] = [];
  let node = top;
  for (let found = link(node); ; found = link(node)) {
    if (!found) return print(node) + parts.reverse().join('');
    parts.push(found.rest);
    node = found.left;
    if (!found.open) return parenthesised(print(node)) + parts.reverse().join('');
  }
}

// ---- queries

const SET_BINDING = { union: 1, except: 1, intersect: 2 } as const;

const bindingOf = (term: QueryTerm): number => (term.kind === 'set-operation' ? SET_BINDING[term.operator] : 3);

function printTerm(term: QueryTerm): string {
  switch (term.kind) {
    case 'select':
      return printSelect(term);
    case 'query':
      return parenthesised(printQuery(term));
    case 'set-operation':
      return printChain<QueryTerm>(term, linkOfSets, printTerm);
    default:
      return assertNever(term);
  }
}

function linkOfSets(term: QueryTerm): Link<QueryTerm> | undefined {
  if (term.kind !== 'set-operation') return undefined;
  const { operator, all, left, right } = term;
  const binding = SET_BINDING[operator];
  const operand = bindingOf(right) > binding ? printTerm(right) : parenthesised(printTerm(right));
  return { left, open: bindingOf(left) >= binding, rest: ` ${operator.toUpperCase()}${all ? ' ALL' : ''} ${operand}` };
}

function printSelect(select: Select): string {
  const parts = ['SELECT'];
  if (select.distinct) parts.push('DISTINCT');
  if (select.top) parts.push(`TOP ${select.top.text}`);
  parts.push(select.items.map(printItem).join(', '));
  parts.push(`FROM ${select.from.map(printFrom).join(', ')}`);
  if (select.where) parts.push(`WHERE ${printCondition(select.where)}`);
  if (select.groupBy.length > 0) parts.push(`GROUP BY ${select.groupBy.map(printExpression).join(', ')}`);
  if (select.having) parts.push(`HAVING ${printCondition(select.having)}`);
  return parts.join(' ');
}

function printItem(item: SelectItem): string {
  if (item.kind === 'all-columns') return item.qualifier.length > 0 ? `${printName(item.qualifier)}.*` : '*';
  return printExpression(item.expression) + printAlias(item.alias);
}

const printAlias = (alias: Identifier | undefined): string => (alias ? ` AS ${printIdentifier(alias)}` : '');

function printFrom(item: FromItem): string {
  switch (item.kind) {
    case 'table':
      return printName(item.name) + printAlias(item.alias);
    case 'derived':
      return parenthesised(printQuery(item.query)) + printAlias(item.alias) + printColumnNames(item.columns);
    case 'join':
      return printChain<FromItem>(item, linkOfJoins, printFrom);
    default:
      return assertNever(item);
  }
}

function linkOfJoins(item: FromItem): Link<FromItem> | undefined {
  if (item.kind !== 'join') return undefined;
  const { left, right } = item;
  const operand = right.kind === 'join' ? parenthesised(printFrom(right)) : printFrom(right);
  return { left, open: true, rest: ` ${printJoinWords(item)} ${operand}${printJoinCondition(item)}` };
}

const printJoinWords = ({ natural, type }: Join): string =>
  `${natural ? 'NATURAL ' : ''}${type === 'inner' ? '' : `${type.toUpperCase()} OUTER `}JOIN`;

function printJoinCondition({ on, using }: Join): string {
  if (on) return ` ON ${printCondition(on)}`;
  return using ? ` USING (${using.map(printIdentifier).join(', ')})` : '';
}

// ---- values

/** A value as canonical ADQL. */
export function printExpression(value: Expression): string {
  switch (value.kind) {
    case 'number':
      return value.text;
    case 'string':
      return `'${value.value.replaceAll("'", "''")}'`;
    case 'null':
      return 'NULL';
    case 'column':
      return printName(value.name);
    case 'unary':
      return value.operator + printTight(value.operand, TIGHTEST);
    case 'binary':
      return printChain<Expression>(value, linkOfOperations, printExpression);
    case 'call':
      return `${value.name.name}(${value.arguments.map(printExpression).join(', ')})`;
    case 'aggregate':
      return printAggregate(value);
    case 'cast':
      return `CAST(${printExpression(value.operand)} AS ${printTarget(value.target)})`;
    default:
      return assertNever(value);
  }
}

const VALUE_BINDING = { '||': 1, '+': 2, '-': 2, '*': 3, '/': 3 } as const satisfies Record<
  BinaryOperation['operator'],
  number
>;
const SIGN = 4;
const TIGHTEST = 5;

function tightness(value: Expression): number {
  if (value.kind === 'binary') return VALUE_BINDING[value.operator];
  return value.kind === 'unary' ? SIGN : TIGHTEST;
}

/** With parentheses if it binds less tightly than its place asks. */
function printTight(value: Expression, least: number): string {
  return tightness(value) < least ? parenthesised(printExpression(value)) : printExpression(value);
}

function linkOfOperations(value: Expression): Link<Expression> | undefined {
  if (value.kind !== 'binary') return undefined;
  const { operator, left, right } = value;
  const binding = VALUE_BINDING[operator];
  return { left, open: tightness(left) >= binding, rest: ` ${operator} ${printTight(right, binding + 1)}` };
}

function printAggregate({ name, distinct, argument }: Aggregate): string {
  const inner = argument === '*' ? '*' : printExpression(argument);
  return `${name.toUpperCase()}(${distinct ? 'DISTINCT ' : ''}${inner})`;
}

function printTarget({ name, length }: CastTarget): string {
  return name.toUpperCase() + (length === undefined ? '' : `(${length})`);
}

// ---- conditions

function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands
        .map((operand) => printConditionWithin(operand, condition.kind))
        .join(` ${condition.kind.toUpperCase()} `);
    case 'not':
      return `NOT ${printConditionWithin(condition.operand, 'not')}`;
    case 'comparison':
      return `${printExpression(condition.left)} ${condition.operator} ${printExpression(condition.right)}`;
    case 'between': {
      const range = `${printExpression(condition.low)} AND ${printExpression(condition.high)}`;
      return `${printExpression(condition.operand)}${not(condition)} BETWEEN ${range}`;
    }
    case 'in': {
      const { values } = condition;
      const inner = 'kind' in values ? printQuery(values) : values.map(printExpression).join(', ');
      return `${printExpression(condition.operand)}${not(condition)} IN (${inner})`;
    }
    case 'like': {
      const word = condition.ignoreCase ? 'ILIKE' : 'LIKE';
      return `${printExpression(condition.operand)}${not(condition)} ${word} ${printExpression(condition.pattern)}`;
    }
    case 'is-null':
      return `${printExpression(condition.operand)} IS${not(condition)} NULL`;
    case 'exists':
      return `EXISTS (${printQuery(condition.query)})`;
    default:
      return assertNever(condition);
  }
}

const not = ({ negated }: { readonly negated: boolean }): string => (negated ? ' NOT' : '');

const CONDITION_BINDING = { or: 1, and: 2, not: 3 } as const;

/** With parentheses unless it binds more tightly than what stands around it. */
function printConditionWithin(condition: Condition, around: keyof typeof CONDITION_BINDING): string {
  const { kind } = condition;
  const connective = kind === 'or' || kind === 'and' || kind === 'not';
  const loose = connective && CONDITION_BINDING[kind] <= CONDITION_BINDING[around];
  return loose ? parenthesised(printCondition(condition)) : printCondition(condition);
}
