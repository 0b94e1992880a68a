/** The functions that ADQL 2.1 defines and that are offered here, in lower case; a definition and a lowering stand for each. */
export const MATHS_NAMES = [
  'abs',
  'ceiling',
  'degrees',
  'exp',
  'floor',
  'log',
  'log10',
  'mod',
  'pi',
  'power',
  'radians',
  'rand',
  'round',
  'sqrt',
  'truncate',
  'acos',
  'asin',
  'atan',
  'atan2',
  'cos',
  'cot',
  'sin',
  'tan',
] as const;

export const TEXT_NAMES = ['lower', 'upper'] as const;

export const CONDITIONAL_NAMES = ['coalesce'] as const;

export const UNIT_NAMES = ['in_unit'] as const;

export const GEOMETRY_NAMES = [
  'point',
  'circle',
  'box',
  'polygon',
  'region',
  'centroid',
  'area',
  'coord1',
  'coord2',
  'coordsys',
  'contains',
  'intersects',
  'distance',
] as const;

export type MathsName = (typeof MATHS_NAMES)[number];
export type TextName = (typeof TEXT_NAMES)[number];
export type ConditionalName = (typeof CONDITIONAL_NAMES)[number];
export type UnitName = (typeof UNIT_NAMES)[number];
export type GeometryName = (typeof GEOMETRY_NAMES)[number];
export type FunctionName = MathsName | TextName | ConditionalName | UnitName | GeometryName;

/** A user-defined function: those that the IVOA defines, and our own (UDF catalogue 1.2 sec 2: the prefix says whose it is). */
export type UserFunctionName = `ivo_${string}` | `almagest_${string}`;

export function isUserFunctionName(name: string): name is UserFunctionName {
  return name.startsWith('ivo_') || name.startsWith('almagest_');
}
