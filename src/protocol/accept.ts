/** One thing that can be sent, by the media types that it goes by; the first is the one it is sent as. */
export interface Offer<Thing> {
  readonly thing: Thing;
  readonly mediaTypes: readonly string[];
}

interface Range {
  readonly type: string;
  readonly weight: number;
}

/**
 * What the header Accept likes best of what is offered (RFC 9110 sec 12.5.1), the first of equals. A client that says nothing, or accepts
 * none of it, gets the first offer: that is of more use than an error.
 */
export function chooseOffer<Thing>(
  accept: string | undefined,
  offers: readonly [Offer<Thing>, ...Offer<Thing>[]],
): Thing {
  const ranges = readRanges(accept ?? '');
  let best = offers[0];
  let liking = 0;
  for (const offer of offers) {
    const weight = Math.max(...offer.mediaTypes.map((type) => weightOf(type, ranges)));
    if (weight > liking) {
      best = offer;
      liking = weight;
    }
  }
  return best.thing;
}

function readRanges(accept: string): readonly Range[] {
  return accept.split(',').flatMap((entry) => {
    const [type = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
    if (type === '') return [];
    const weight = parameters.flatMap((parameter) => /^q\s*=\s*([01](?:\.\d{0,3})?)$/.exec(parameter)?.[1] ?? [])[0];
    return [{ type, weight: weight === undefined ? 1 : Number(weight) }];
  });
}

/** The most specific range decides. */
function weightOf(mediaType: string, ranges: readonly Range[]): number {
  const family = `${mediaType.split('/')[0]}/*`;
  for (const wanted of [mediaType, family, '*/*']) {
    const found = ranges.find(({ type }) => type === wanted);
    if (found) return found.weight;
  }
  return 0;
}
