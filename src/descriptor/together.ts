import { type Place, type Problem, problem } from '../core/error.ts';
import { didYouMean } from '../core/suggest.ts';
import { qualifiedName } from '../model/table.ts';
import type { Descriptor, LoadedDescriptor } from './descriptor.ts';

/** Adds what can only be seen of several descriptors at once: ids and tables claimed twice, keys that point at no table. */
export function checkTogether(loaded: readonly LoadedDescriptor[]): readonly LoadedDescriptor[] {
  const sound = loaded.flatMap(({ descriptor }) => descriptor ?? []);
  const claims = firstClaims(sound);
  const tables = new Map(
    sound.flatMap(({ resource }) => resource.tables.map((table) => [qualifiedName(table).toLowerCase(), table])),
  );
  const names = [...tables.values()].map(qualifiedName);
  return loaded.map((one) => {
    const { descriptor } = one;
    if (!descriptor) return one;
    const clashes = clashesOf(descriptor, claims);
    const dangling = descriptor.resource.tables.flatMap((table, index) =>
      table.foreignKeys
        .filter(({ target }) => !tables.has(target.toLowerCase()))
        .map(({ target }) =>
          problem(
            'D201',
            `a foreign key of ${qualifiedName(table)} points at ${target}, which no descriptor describes`,
            {
              severity: 'warning',
              hint: didYouMean(target, names) ?? 'Describe that table too, or leave the key out.',
              place: tablePlace(descriptor, index),
            },
          ),
        ),
    );
    const problems = [...one.problems, ...clashes, ...dangling];
    if (clashes.length === 0) return { ...one, problems };
    return { file: one.file, problems, text: one.text };
  });
}

interface Claim {
  readonly descriptor: Descriptor;
  readonly place: Place;
}

const idKey = (descriptor: Descriptor): string => `id ${descriptor.resource.id.toLowerCase()}`;
const tableKeys = ({ resource }: Descriptor): string[] =>
  resource.tables.map((table) => `table ${qualifiedName(table).toLowerCase()}`);

/** Who named each id and table first, in the order of the files. */
function firstClaims(descriptors: readonly Descriptor[]): ReadonlyMap<string, Claim> {
  const claims = new Map<string, Claim>();
  const claim = (key: string, descriptor: Descriptor, place: Place): void => {
    if (!claims.has(key)) claims.set(key, { descriptor, place });
  };
  for (const descriptor of descriptors) {
    claim(idKey(descriptor), descriptor, { file: descriptor.file, line: 1, column: 1 });
    for (const [index, key] of tableKeys(descriptor).entries()) claim(key, descriptor, tablePlace(descriptor, index));
  }
  return claims;
}

function clashesOf(descriptor: Descriptor, claims: ReadonlyMap<string, Claim>): readonly Problem[] {
  const clash = (key: string, what: string, place: Place, hint: string): readonly Problem[] => {
    const first = claims.get(key);
    if (!first || first.descriptor === descriptor) return [];
    return [problem('D202', `${what} is claimed by ${renderPlace(first.place)} already`, { hint, place })];
  };
  const { resource, file } = descriptor;
  return [
    ...clash(
      idKey(descriptor),
      `the id ${resource.id}`,
      { file, line: 1, column: 1 },
      'each resource has an id of its own',
    ),
    ...tableKeys(descriptor).flatMap((key, index) =>
      clash(
        key,
        `the table ${key.slice('table '.length)}`,
        tablePlace(descriptor, index),
        'rename one of the tables, or give one of the resources another schema: {name: ...}',
      ),
    ),
  ];
}

function tablePlace(descriptor: Descriptor, index: number): Place {
  return descriptor.plans[index]?.place ?? { file: descriptor.file };
}

function renderPlace({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}
