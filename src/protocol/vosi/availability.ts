import { element } from '../../format/xml/element.ts';
import { writeXml } from '../../format/xml/write.ts';

export interface Availability {
  readonly available: boolean;
  readonly upSince: Date;
  readonly notes: readonly string[];
}

/** VOSI 1.1 sec 2.3. */
export function availabilityDocument({ available, upSince, notes }: Availability): string {
  return writeXml(
    element(
      'vosi:availability',
      { 'xmlns:vosi': 'http://www.ivoa.net/xml/VOSIAvailability/v1.0' },
      element('vosi:available', {}, String(available)),
      element('vosi:upSince', {}, upSince.toISOString()),
      ...notes.map((note) => element('vosi:note', {}, note)),
    ),
  );
}
