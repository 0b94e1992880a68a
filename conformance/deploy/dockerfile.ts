const WORDS = [
  'FROM',
  'WORKDIR',
  'COPY',
  'RUN',
  'USER',
  'ENV',
  'VOLUME',
  'EXPOSE',
  'STOPSIGNAL',
  'HEALTHCHECK',
  'ENTRYPOINT',
  'CMD',
] as const;

export interface Instruction {
  readonly word: (typeof WORDS)[number];
  readonly text: string;
}

/** The instructions of a Dockerfile, those on several lines joined. Throws at a word that is none of ours, with its line. */
export function readDockerfile(text: string): readonly Instruction[] {
  const lines = text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n');
  const instructions = lines.flatMap((line): Instruction[] => {
    if (line.trim() === '') return [];
    const [, given = '', rest = ''] = /^(\w+) (.*)$/.exec(line) ?? [];
    const word = WORDS.find((known) => known === given);
    if (!word) throw new Error(`not an instruction: ${line}`);
    return [{ word, text: rest.trim() }];
  });
  if (instructions[0]?.word !== 'FROM') throw new Error('a Dockerfile begins with FROM');
  return instructions;
}
