import { AlmagestError, fail, type Problem, problem } from '../../core/error.ts';
import { didYouMean } from '../../core/suggest.ts';
import type { Parameter } from '../../model/parameter.ts';
import { shorten } from '../dali/parameters.ts';
import type { OaiRequest, OaiVerb } from './oai-verb.ts';
import { VERBS } from './verb/index.ts';

/** The verb with its arguments. @throws AlmagestError R121, R122: everything that is wrong with them, at once */
export function readOaiRequest(
  parameters: readonly Parameter[],
): { readonly verb: OaiVerb } & Pick<OaiRequest, 'arguments'> {
  const verb = readVerb(parameters.flatMap(([name, value]) => (name === 'verb' ? [value] : [])));
  const given = parameters.filter(([name]) => name !== 'verb');
  const [first, ...rest] = wrongArguments(verb, given);
  if (first) throw new AlmagestError([first, ...rest]);
  return { verb, arguments: Object.fromEntries(given) };
}

function readVerb([name, ...more]: readonly string[]): OaiVerb {
  const hint = `It may be ${VERBS.map((verb) => verb.name).join(', ')}.`;
  if (name === undefined) fail('R121', 'the argument verb is missing', { hint });
  if (more.length > 0) fail('R121', 'the argument verb is given more than once', { hint });
  const verb = VERBS.find((one) => one.name === name);
  return verb ?? fail('R121', `there is no verb "${shorten(name)}"`, { hint });
}

/** Names of arguments go by case (OAI-PMH 2.0 sec 3.1.1.1), and each may stand once. */
function wrongArguments(verb: OaiVerb, given: readonly Parameter[]): readonly Problem[] {
  const { required, optional, exclusive } = verb;
  const known = [...required, ...optional, ...(exclusive ? [exclusive] : [])];
  const names = given.map(([name]) => name);
  const unknown = names.filter((name) => !known.includes(name));
  const repeated = [...new Set(names.filter((name, place) => names.indexOf(name) < place))];
  const empty = given.flatMap(([name, value]) => (value === '' && known.includes(name) ? [name] : []));
  const alone = exclusive !== undefined && names.includes(exclusive);
  const missing = alone ? [] : required.filter((name) => !names.includes(name));
  return [
    ...unknown.map((name) => problem('R122', `${verb.name} has no argument "${shorten(name)}"`, hintFor(name, known))),
    ...repeated.map((name) => problem('R122', `the argument ${shorten(name)} is given more than once`)),
    ...empty.map((name) => problem('R122', `the argument ${name} is empty`, { hint: 'Leave it out.' })),
    ...missing.map((name) => problem('R122', `${verb.name} needs the argument ${name}`)),
    ...(alone && names.length > 1
      ? [problem('R122', `${exclusive} stands with other arguments`, { hint: 'It says all that the others say.' })]
      : []),
  ];
}

function hintFor(name: string, known: readonly string[]): { readonly hint: string } {
  if (known.length === 0) return { hint: 'It has none.' };
  return { hint: didYouMean(name, known) ?? `It has ${known.join(', ')}.` };
}
