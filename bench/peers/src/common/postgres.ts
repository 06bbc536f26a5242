import pg from 'pg'

/** From now on every client of this process reads what raw reads: whole numbers, instants and dates as they are spelled. */
export function readAsRaw(): void {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number)
  pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString())
  pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
}

export function openPool(url: string): pg.Pool {
  readAsRaw()
  return new pg.Pool({ connectionString: url, options: '-c timezone=UTC' })
}
