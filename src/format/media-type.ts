/** A media type taken apart, in lower case but for `text`. */
export interface MediaType {
  /** As asked for. */
  readonly text: string;
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[\\w!#$%&'*+.^`|~-]+";
const ESSENCE = new RegExp(`^${TOKEN}/${TOKEN}$`);
const PARAMETER = new RegExp(`^(${TOKEN})\\s*=\\s*(?:"([^"\\\\\\p{Cc}]*)"|(${TOKEN}))$`, 'u');

/** Undefined if the text is not `type/subtype;name=value...` (RFC 9110 sec 8.3.1). */
export function parseMediaType(text: string): MediaType | undefined {
  const [essence = '', ...rest] = text.split(';').map((part) => part.trim());
  // A plus sign that was not escaped in a URL arrives as a blank.
  const whole = essence.replaceAll(' ', '+');
  if (!ESSENCE.test(whole)) return undefined;
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const [, name, quoted, bare] = PARAMETER.exec(part) ?? [];
    if (name === undefined) return undefined;
    parameters.set(name.toLowerCase(), (quoted ?? bare ?? '').toLowerCase());
  }
  return { text: text.trim().replace(essence, whole), type: whole.toLowerCase(), parameters };
}

/** True if one names what the other names; all formats are in UTF-8, so a charset that says so changes nothing. */
export function sameMediaType(left: MediaType, right: MediaType): boolean {
  const wanted = withoutUtf8(left);
  const given = withoutUtf8(right);
  return (
    left.type === right.type &&
    wanted.length === given.length &&
    wanted.every(([name, value]) => right.parameters.get(name) === value)
  );
}

function withoutUtf8({ parameters }: MediaType): readonly (readonly [string, string])[] {
  return [...parameters].filter(([name, value]) => !(name === 'charset' && value === 'utf-8'));
}
