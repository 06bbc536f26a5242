/** The order of keys where values tie: numbers as numbers, texts by code unit, as SQLite's BINARY and Postgres' "C" do. */
export function byKey(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0
}
