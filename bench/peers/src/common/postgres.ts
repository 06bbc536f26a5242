import pg from 'pg'

/** A pool whose clients read what raw reads: whole numbers, and instants and dates as they are spelled. */
export function openPool(url: string): pg.Pool {
  const parsers: Readonly<Record<number, (text: string) => unknown>> = {
    [pg.types.builtins.INT8]: Number,
    [pg.types.builtins.TIMESTAMPTZ]: (text) => new Date(text).toISOString(),
    [pg.types.builtins.DATE]: (text) => text,
  }
  for (const [type, parse] of Object.entries(parsers)) pg.types.setTypeParser(Number(type), parse)
  return new pg.Pool({ connectionString: url, options: '-c timezone=UTC' })
}
