import { TEXT } from '../../model/datatype.ts';
import { meaning } from '../resolve-types.ts';
import { type Definitions, form, parameter } from './definition.ts';
import type { TextName } from './name.ts';

/** ADQL 2.1 sec 4.3. */
export const TEXT_FUNCTIONS: Definitions<TextName> = {
  lower: { description: 'The text in lower case.', forms: [form([parameter('text', 'text')], () => meaning(TEXT))] },
  upper: { description: 'The text in upper case.', forms: [form([parameter('text', 'text')], () => meaning(TEXT))] },
};
