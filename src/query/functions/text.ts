import { textOf } from '../../model/datatype.ts';
import { meaning } from '../resolve-types.ts';
import { type Definitions, type FunctionDefinition, form, parameter } from './definition.ts';
import type { TextName } from './name.ts';

const ofOneText = (description: string): FunctionDefinition => ({
  description,
  forms: [form([parameter('text', 'text')], (values) => meaning(textOf(...values.map(({ datatype }) => datatype))))],
});

/** ADQL 2.1 sec 4.3. */
export const TEXT_FUNCTIONS: Definitions<TextName> = {
  lower: ofOneText('The text in lower case.'),
  upper: ofOneText('The text in upper case.'),
};
