import { TEXT } from '../../model/datatype.ts';
import { commonType, describeValue, meaning } from '../resolve-types.ts';
import { type Definitions, functionValue, isNull, parameter } from './definition.ts';
import type { ConditionalName } from './name.ts';

/** ADQL 2.1 sec 4.8. */
export const CONDITIONAL: Definitions<ConditionalName> = {
  coalesce: {
    description: 'The first of its arguments that is not NULL.',
    forms: [
      {
        parameters: [parameter('x', 'any')],
        open: true,
        build: (call) => {
          const known = call.arguments.filter((value) => !isNull(value));
          let type = known[0]?.datatype;
          for (const value of known) {
            type = type && commonType({ datatype: type }, value);
            if (type === undefined && known[0])
              return `its arguments must have one type, but ${describeValue(known[0])} and ${describeValue(value)} have none in common`;
          }
          if (type === undefined) return { kind: 'null', datatype: TEXT, span: call.span };
          const same = (key: 'unit' | 'ucd') =>
            known.every((value) => value[key] === known[0]?.[key]) ? known[0]?.[key] : undefined;
          return functionValue(call, call.arguments, meaning(type, same('unit'), same('ucd')));
        },
      },
    ],
  },
};
