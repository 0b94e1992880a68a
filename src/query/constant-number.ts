import { isInteger } from '../model/datatype.ts';
import type { Arithmetic, Value } from './typed.ts';

/** The number that a value is made of constants alone has: literals, signs, arithmetic and casts between numbers; else undefined. */
export function constantNumber(value: Value | undefined): number | undefined {
  switch (value?.kind) {
    case 'number':
      return Number(value.text);
    case 'negative': {
      const operand = constantNumber(value.operand);
      return operand === undefined ? undefined : -operand;
    }
    case 'arithmetic':
      return computed(value);
    case 'cast':
      return value.datatype.primitive === 'double' ? constantNumber(value.operand) : undefined;
    default:
      return undefined;
  }
}

/** As the database computes it: integers are divided without remainder. Undefined where it would fail. */
function computed({ operator, left, right, datatype }: Arithmetic): number | undefined {
  const [a, b] = [constantNumber(left), constantNumber(right)];
  if (a === undefined || b === undefined) return undefined;
  const result = apply(operator, a, b);
  const sound = isInteger(datatype) ? Number.isSafeInteger(Math.trunc(result)) : Number.isFinite(result);
  if (!sound) return undefined;
  return isInteger(datatype) ? Math.trunc(result) : result;
}

function apply(operator: Arithmetic['operator'], a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
  }
}
