import { createRequire } from 'node:module';

type Messages = typeof import('apache-arrow/ipc/metadata/message');
type Schemas = typeof import('apache-arrow/schema');
type Types = typeof import('apache-arrow/type');

const require = createRequire(import.meta.url);

let library: ReturnType<typeof load> | undefined;

/** Loaded with the first result that needs it: nothing else does, and it takes a tenth of a second and 15 MB. */
export function arrowLibrary(): ReturnType<typeof load> {
  library ??= load();
  return library;
}

function load() {
  const { BufferRegion, FieldNode, Message, RecordBatch } = require('apache-arrow/ipc/metadata/message') as Messages;
  const { Field, Schema } = require('apache-arrow/schema') as Schemas;
  return { BufferRegion, FieldNode, Message, RecordBatch, Field, Schema, types: require('apache-arrow/type') as Types };
}
