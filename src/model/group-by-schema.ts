import type { Schema } from './catalogue.ts';
import type { Resource } from './resource.ts';

/** Resources may share a schema; the first one that says something of it is heard. */
export function groupBySchema(resources: readonly Resource[]): Schema[] {
  const schemas = new Map<string, Schema>();
  for (const { schema, tables } of resources) {
    const key = schema.name.toLowerCase();
    const known = schemas.get(key);
    schemas.set(key, { ...schema, ...known, tables: [...(known?.tables ?? []), ...tables] });
  }
  return [...schemas.values()];
}
