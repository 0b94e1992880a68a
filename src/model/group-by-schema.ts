import type { Schema } from './catalogue.ts';
import type { Resource } from './resource.ts';

/**
 * Resources may share a schema; the first one that says something of it is heard, but none that only some may see where there is one
 * that everybody sees.
 */
export function groupBySchema(resources: readonly Resource[]): Schema[] {
  const sharing = new Map<string, Resource[]>();
  for (const resource of resources) {
    const key = resource.schema.name.toLowerCase();
    const known = sharing.get(key);
    if (known) known.push(resource);
    else sharing.set(key, [resource]);
  }
  return [...sharing.values()].map((members) => {
    const open = members.filter(({ tables }) => tables.some(({ groups }) => groups === undefined));
    const heard = (open.length > 0 ? open : members).map(({ schema }) => schema);
    return {
      ...Object.assign({ name: '' }, ...heard.toReversed()),
      tables: members.flatMap(({ tables }) => tables),
    };
  });
}
