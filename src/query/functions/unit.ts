import { DOUBLE } from '../../model/datatype.ts';
import { conversionFactor } from '../../model/unit-conversion.ts';
import { describeValue, meaning } from '../resolve-types.ts';
import type { NumberValue, Value } from '../typed.ts';
import { type Call, type Definitions, functionValue, parameter, type Refusal } from './definition.ts';
import type { UnitName } from './name.ts';

/** ADQL 2.1 sec 4.9. */
export const UNIT_FUNCTIONS: Definitions<UnitName> = {
  in_unit: {
    description: 'The value in another unit, which VOUnits defines and which can be converted into that of the value.',
    forms: [
      {
        parameters: [parameter('x', 'number'), parameter('unit', 'literal')],
        build: inUnit,
      },
    ],
  },
};

/** The value times the factor between the units, so that nothing is left to be asked of a unit when the query runs. */
function inUnit(call: Call): Value | Refusal {
  const [value, unit] = call.arguments;
  if (!value || unit?.kind !== 'text') return { refused: 'it needs a value and a unit' };
  if (value.kind === 'number' || value.kind === 'null')
    return {
      refused: 'a bare literal has no unit',
      span: value.span,
      hint: 'Write the number in the unit that is wanted.',
    };
  if (value.unit === undefined || value.unit === '')
    return {
      refused: `the unit of ${describeValue(value)} is not known`,
      span: value.span,
      hint: 'IN_UNIT takes columns that have a unit, and what is computed from them.',
    };
  if (unit.value.trim() === '')
    return { refused: 'the unit must not be empty', span: unit.span, hint: `The value is in ${value.unit}.` };
  const factor = conversionFactor(value.unit, unit.value);
  if (typeof factor === 'number') {
    const times: NumberValue = { kind: 'number', text: String(factor), datatype: DOUBLE, span: unit.span };
    return functionValue(call, [value, times], meaning(DOUBLE, unit.value, value.ucd));
  }
  const { problem, hint, bad } = factor;
  return { refused: problem, ...(bad && { span: unit.span }), ...(hint !== undefined && { hint }) };
}
