import { DOUBLE } from '../../model/datatype.ts';
import { conversionFactor } from '../../model/unit-conversion.ts';
import { meaning } from '../resolve-types.ts';
import type { NumberValue, Value } from '../typed.ts';
import { type Call, type Definitions, functionValue, parameter } from './definition.ts';
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
function inUnit(call: Call): Value | string {
  const [value, unit] = call.arguments;
  if (!value || unit?.kind !== 'text') return 'it needs a value and a unit';
  if (value.kind === 'number' || value.kind === 'null')
    return 'a bare literal has no unit that could be converted: write the number in the unit that is wanted';
  if (value.unit === undefined || value.unit === '') return 'its first argument has no unit';
  if (unit.value === '') return 'the unit must not be empty';
  const factor = conversionFactor(value.unit, unit.value);
  if (typeof factor !== 'number') return factor.problem;
  const times: NumberValue = { kind: 'number', text: String(factor), datatype: DOUBLE, span: unit.span };
  return functionValue(call, [value, times], meaning(DOUBLE, unit.value, value.ucd));
}
