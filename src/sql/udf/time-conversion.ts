import { type Datatype, DOUBLE, TIMESTAMP } from '../../model/datatype.ts';
import type { UserFunctionName } from '../../query/functions/name.ts';
import { meaning } from '../../query/resolve-types.ts';
import { readTimestamp } from '../../query/timestamp.ts';
import type { Meaning } from '../../query/typed.ts';
import type { SqlFunction } from '../build.ts';
import * as build from '../build.ts';
import { argument, builtForm, type SqlUserFunction, userForm } from './definition.ts';

/** How a moment is written. All but GPS are UTC. */
export type TimeForm = 'iso' | 'mjd' | 'jd' | 'gps';

interface Described {
  /** The type that is declared. */
  readonly type: 'TIMESTAMP' | 'REAL';
  readonly datatype: Datatype;
  readonly unit?: string;
  readonly sample: string;
}

const FORMS: Readonly<Record<TimeForm, Described>> = {
  iso: { type: 'TIMESTAMP', datatype: TIMESTAMP, sample: "'2017-08-17T12:41:04.4'" },
  mjd: { type: 'REAL', datatype: DOUBLE, unit: 'd', sample: '57982.528523' },
  jd: { type: 'REAL', datatype: DOUBLE, unit: 'd', sample: '2457983.028523' },
  gps: { type: 'REAL', datatype: DOUBLE, unit: 's', sample: '1187008882.4' },
};

export interface TimeConversion {
  readonly name: UserFunctionName;
  readonly description: string;
  readonly from: TimeForm;
  readonly to: TimeForm;
  readonly parameter?: string;
  /** The SQL of the moment that `from` is. */
  readonly convert: (moment: build.SqlExpression) => build.SqlExpression;
}

/** A function from one way to write a moment to another. A text literal is read as a timestamp; one of a row is cast to it. */
export function timeConversion({
  name,
  description,
  from,
  to,
  parameter = from,
  convert,
}: TimeConversion): SqlUserFunction {
  const [given, made] = [FORMS[from], FORMS[to]];
  const signature = `${name}(${parameter} ${given.type}) -> ${made.type}`;
  const result: Meaning = meaning(made.datatype, made.unit, 'time.epoch');
  const plain = userForm(signature, result);
  return {
    name,
    description,
    forms: [
      builtForm(signature, (call) => {
        const [moment] = call.arguments;
        if (moment?.kind !== 'text') return plain.build(call);
        const read = readTimestamp(moment);
        return 'message' in read
          ? { refused: read.message, span: moment.span, hint: read.hint }
          : plain.build({ ...call, arguments: [read] });
      }),
    ],
    examples: [`${name}(${given.sample})`],
    lower: (call, lower) => convert(lower.as(argument(call, 0), given.datatype)),
  };
}

/** The conversion that one SQL function does. */
export const by =
  (name: SqlFunction) =>
  (moment: build.SqlExpression): build.SqlExpression =>
    build.call(name, moment);
