/** One parameter of a request as it came: its name in the client's spelling, and its value. */
export type Parameter = readonly [name: string, value: string];
