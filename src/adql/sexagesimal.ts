import { decimal } from './unit-word.ts';

const COLONS = /^([+-]?)(\d{1,3}):(\d{1,2})(?::(\d{1,2}(?:\.\d*)?))?$/;
const HOURS = /^([+-]?)(\d{1,3})h(\d{1,2})m(?:(\d{1,2}(?:\.\d*)?)s?)?$/i;
const DEGREES = /^([+-]?)(\d{1,3})d(\d{1,2})[m'](?:(\d{1,2}(?:\.\d*)?)[s"]?)?$/i;

/** How an angle that is written in minutes and seconds reads in degrees; nothing if it is none. */
export function adviseSexagesimal(text: string): string | undefined {
  const trimmed = text.trim();
  const hours = HOURS.exec(trimmed);
  if (hours) return `Angles are in degrees: write ${decimal(15 * inWholes(hours))}.`;
  const degrees = DEGREES.exec(trimmed);
  if (degrees) return `Angles are in degrees: write ${decimal(inWholes(degrees))}.`;
  const either = COLONS.exec(trimmed);
  if (!either) return undefined;
  const value = inWholes(either);
  const plain = `Angles are in degrees: write ${decimal(value)}`;
  return Math.abs(value) < 24 && either[1] === ''
    ? `${plain}, or ${decimal(15 * value)} if these are hours.`
    : `${plain}.`;
}

function inWholes([, sign, whole, minutes, seconds]: RegExpExecArray): number {
  const value = Number(whole) + Number(minutes) / 60 + Number(seconds ?? 0) / 3600;
  return sign === '-' ? -value : value;
}
