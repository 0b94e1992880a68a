import { type ScalarVector, scalarVector, type Vector } from '../../vector.ts';

/** The cells from `start` to before `end`; numbers are not copied. */
export function sliceVector(vector: Vector, start: number, end: number): Vector {
  switch (vector.kind) {
    case 'text':
      return { kind: 'text', values: vector.values.slice(start, end) };
    case 'moc':
      return { kind: 'moc', values: vector.values.slice(start, end) };
    case 'array': {
      const first = start === 0 ? 0 : (vector.ends[start - 1] ?? 0);
      const last = end === 0 ? 0 : (vector.ends[end - 1] ?? 0);
      return {
        kind: 'array',
        items: sliceScalars(vector.items, first, last),
        ends: vector.ends.slice(start, end).map((each) => each - first),
        nulls: vector.nulls?.subarray(start, end),
      };
    }
    default:
      return sliceScalars(vector, start, end);
  }
}

function sliceScalars({ kind, values, nulls }: ScalarVector, start: number, end: number): ScalarVector {
  return scalarVector(kind, values.subarray(start, end) as ScalarVector['values'], nulls?.subarray(start, end));
}
