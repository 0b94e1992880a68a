import type { DestinationStream } from 'pino';

/**
 * Writes the lines of one turn of the event loop together, as a write to a pipe costs more than the line. What is left when the process
 * ends goes out then, however it ends by itself.
 */
export function gathered(destination: DestinationStream): DestinationStream {
  let lines = '';
  const flush = (): void => {
    const text = lines;
    lines = '';
    if (text !== '') destination.write(text);
  };
  process.once('exit', flush);
  return {
    write(line) {
      if (lines === '') setImmediate(flush);
      lines += line;
    },
  };
}
