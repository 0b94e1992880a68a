import { type Datatype, isArray, isCharacter } from '../../model/datatype.ts';
import type { RowCursor } from './column-store.ts';
import { FixedColumn } from './fixed-column.ts';
import { ListColumn } from './list-column.ts';
import { TextColumn } from './text-column.ts';

export type Column = FixedColumn | TextColumn | ListColumn;

export function columnOf(datatype: Datatype, cursor: RowCursor): Column {
  if (isCharacter(datatype)) return new TextColumn(cursor);
  return isArray(datatype) ? new ListColumn(datatype, cursor) : new FixedColumn(datatype.primitive, cursor);
}
