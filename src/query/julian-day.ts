const DAY = 86_400_000;
/** Of 1970-01-01. */
const EPOCH = 40_587;

/** The modified Julian date of a moment in the DALI form, to a thousandth of a day; nothing if it is none. */
export function modifiedJulianDay(text: string): number | undefined {
  const [date = '', time = '00:00:00'] = text.trim().replace(/Z$/, '').split(/[T ]/);
  const padded = date
    .split('-')
    .map((part, index) => (index === 0 ? part : part.padStart(2, '0')))
    .join('-');
  const moment = Date.parse(`${padded}T${time}Z`);
  return Number.isNaN(moment) ? undefined : Number((moment / DAY + EPOCH).toFixed(3));
}
