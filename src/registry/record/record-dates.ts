/** When a record was made and when its content last changed: ISO 8601 in UTC to the second, with Z. */
export interface RecordDates {
  readonly created: string;
  readonly updated: string;
}
