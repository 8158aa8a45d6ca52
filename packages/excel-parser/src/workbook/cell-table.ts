/**
 * An array for cells, some of which are missing. V8 knows arrays by whether they may have holes, and code that meets all kinds
 * of them in one place is slow until it is compiled for good: the tables that cells are looked up in are all of one kind.
 */
export function emptyTable<Cell>(): (Cell | undefined)[] {
  const table = new Array<Cell | undefined>(1);
  table[0] = undefined;
  table.length = 0;
  return table;
}
