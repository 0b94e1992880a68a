/** Names as queries write them, for the protocols to show. */
export { columnQueryName, tableQueryName } from '../adql/query-name.ts';
