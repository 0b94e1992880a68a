/** Bytes that were put aside, in the order they came in. */
export interface SpoolFile {
  /** Resolves once the bytes are taken; the caller may use the array again. Rejects with X107 if the disk is full. */
  append(bytes: Uint8Array): Promise<void>;
  /** Everything from the byte `start` up to, not including, `end`; by default all. */
  read(start?: number, end?: number): AsyncIterable<Uint8Array>;
  readonly length: number;
}

/** Where the formats put rows aside whose document begins with what only its last row tells. Belongs to one result. */
export interface Spool {
  create(): Promise<SpoolFile>;
}
