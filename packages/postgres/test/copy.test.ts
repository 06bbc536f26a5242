import { isCrmError, type Row, type StorageAdapter } from '@guanxi/core'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../scripts/postgres.ts'
import { contact, entry, ids, insert, query, ready } from '../../sql/test/house.ts'
import { copyText } from '../src/copy.ts'
import { type PostgresOptions, postgres } from '../src/index.ts'

/** What the server says that it has done, and what is done when half of the rows of the next COPY are on their way. */
const told: string[] = []
let inTheMiddle: ((client: Wired) => Promise<void>) | undefined

interface Wired {
  readonly processID: number
  readonly connection: {
    readonly stream: { destroy(): void }
    on(event: 'commandComplete', heard: (message: { readonly text: string }) => void): void
    sendCopyFromChunk(rows: Uint8Array): void
    endCopyFrom(): void
  }
}

class Watched extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config)
    const own = this as unknown as Wired
    const { connection } = own
    connection.on('commandComplete', ({ text }) => told.push(text))
    const { sendCopyFromChunk: send, endCopyFrom: end } = connection
    connection.sendCopyFromChunk = (rows) => {
      const [happens, half] = [inTheMiddle, rows.length >> 1]
      inTheMiddle = undefined
      if (happens === undefined) return send.call(connection, rows)
      send.call(connection, rows.subarray(0, half))
      connection.endCopyFrom = async () => {
        connection.endCopyFrom = end
        await happens(own)
        send.call(connection, rows.subarray(half))
        end.call(connection)
      }
    }
  }
}

let database: TestDatabase
let host: pg.Client
let copying: StorageAdapter
let other: StorageAdapter

const open = (options: PostgresOptions) =>
  ready(postgres({ connectionString: database.url, Client: Watched, max: 1 } as pg.PoolConfig, options))

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'))
  copying = await open({ copy: true })
  other = await open({ prefix: 'other_' })
  host = new Watched({ connectionString: database.url })
  await host.connect()
})

afterAll(async () => {
  await host?.end()
  await copying?.close()
  await other?.close()
  await database?.drop()
})

const tables = ['contacts', 'companies', 'entries']

beforeEach(async () => {
  for (const prefix of ['crm', 'other']) await host.query(`truncate ${tables.map((name) => `${prefix}_${name}`)}`)
  told.length = 0
})

/** Every column as the database has it. */
const rowsOf = async (prefix: string): Promise<readonly string[]> => {
  const { rows } = await host.query(`select c::text as row from ${prefix}_contacts as c order by id`)
  return rows.map(({ row }) => row)
}
const writes = () => told.filter((text) => /^(COPY|INSERT)/.test(text))

const texts = [
  'plain',
  '',
  ' ',
  '\\N',
  '\\.',
  '\\',
  '\\\\t\\n',
  'a\tb\nc\rd\r\n',
  '\b\f\v\u0001\u001f\u007f',
  'null',
  'NULL',
  '{"a","b"}',
  `it's "quoted", {braced} $1`,
  '张伟 关系 👩‍👩‍👧 ﬁ',
  '\ufeff\u2028',
]
/** Which a document refuses. */
const broken = '\ud800'
const numbers = [0, -0, 1.5, -1e-300, 1e300, 0.1 + 0.2, Number.MIN_VALUE, Number.NaN, Number.POSITIVE_INFINITY, null]
const wholes = [0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2n ** 62n, null]
const days = ['1990-02-28', '0001-01-01', '9999-12-31', '2024-02-29', null]
const moments = ['2026-03-01T00:00:00.100Z', '0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', null]

/** Values of every kind, each beside all others sooner or later. */
const kinds: readonly Row[] = Array.from({ length: 1100 }, (_, i) => {
  const nth = <T>(list: readonly T[]): T | undefined => list[i % list.length]
  return {
    id: String(i).padStart(4, '0'),
    name: nth([...texts, broken]),
    email: i % 3 === 0 ? null : `${i}\\${nth(texts)}`,
    companyId: i % 5 === 0 ? nth(texts) : undefined,
    points: nth(wholes),
    weight: nth(numbers),
    active: nth([true, false, null]),
    born: nth(days),
    seenAt: nth(moments),
    tier: nth(['gold', null]),
    days: nth([3, null]),
    motto: nth([null, ...texts]),
    vip: nth([true, false, null]),
  }
})

describe('many rows', () => {
  test('of values of every kind are the same as by the other way', async () => {
    await copying.session.write([insert(contact, ...kinds)])
    expect(writes()).toEqual(['COPY 1000', 'COPY 100'])
    await other.session.write([insert(contact, ...kinds)])
    expect(writes().slice(2)).toEqual(['INSERT 0 1000', 'INSERT 0 100'])
    const rows = await rowsOf('crm')
    expect(rows).toHaveLength(kinds.length)
    expect(rows).toEqual(await rowsOf('other'))
  })

  test('are told by the same counts, and one row and what may be ignored are no COPY', async () => {
    const many = ['1', '2', '3', '4', '5', '6'].map((id) => ({ id, name: 'n' }))
    const written = await copying.session.write([
      insert(contact, ...many.slice(0, 5)),
      { ...insert(contact, ...many), onConflict: 'ignore' },
      insert(contact, { id: '7', name: 'x' }),
      insert(entry, ...['1', '2', '3', '4', '5'].map((id) => ({ id, note: id }))),
    ])
    expect(written.map(({ counts }) => counts)).toEqual([[1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 1], [1], [1, 1, 1, 1, 1]])
    expect(writes()).toEqual(['COPY 5', 'INSERT 0 1', 'INSERT 0 1', 'COPY 5'])
  })
})

describe('a refusal', () => {
  const before = { id: 'before', name: 'x', email: 'a@b.c' }
  const good = ['1', '2', '3', '4', '5'].map((id): Row => ({ id, name: 'n' }))
  const refused = async (storage: StorageAdapter, bad: Row) => {
    const transaction = await storage.begin()
    await transaction.write([insert(entry, { id: 'e', note: 'x' })])
    try {
      await transaction.commit([
        insert(contact, ...good),
        insert(contact, ...good.slice(0, 3).map(later), bad, later(bad)),
      ])
    } catch (error) {
      if (!isCrmError(error)) throw error
      const { code, status, details } = error
      return { code, status, details, cause: (error.cause as { code?: string } | undefined)?.code }
    }
    throw new Error('nothing was refused')
  }
  const later = (row: Row): Row => ({ ...row, id: `1${row.id}` })

  test.each<[string, Row, string, string | undefined]>([
    ['a clash', { id: '9', name: 'n', email: 'a@b.c' }, 'DUPLICATE', undefined],
    ['a clash of ids', { id: '1', name: 'n' }, 'DUPLICATE', undefined],
    ['a number out of range', { id: '9', name: 'n', points: 2n ** 63n }, 'NUMBER_OUT_OF_RANGE', '22003'],
    ['a fraction', { id: '9', name: 'n', points: 1.5 }, 'STORAGE_FAILED', '22P02'],
    ['a NUL', { id: '9', name: 'a\0b' }, 'STORAGE_FAILED', '22021'],
    ['a NUL in a document', { id: '9', name: 'n', motto: 'a\0b' }, 'STORAGE_FAILED', '22P05'],
    ['no day', { id: '9', name: 'n', born: '2026-02-30' }, 'STORAGE_FAILED', '22008'],
    ['null where none may be', { id: '9', name: null }, 'STORAGE_FAILED', '23502'],
  ])('of %s is the same as by the other way, and nothing is left', async (_, bad, code, cause) => {
    for (const storage of [copying, other]) await storage.session.write([insert(contact, before)])
    told.length = 0
    const own = await refused(copying, bad)
    expect(writes()).toEqual(['INSERT 0 1', 'COPY 5'])
    expect(own).toMatchObject({ code, ...(cause === undefined ? {} : { cause }) })
    expect(own).toEqual(await refused(other, bad))
    for (const storage of [copying, other]) {
      expect(await ids(storage, query(contact))).toEqual(['before'])
      expect(await ids(storage, query(entry))).toEqual([])
    }
  })

  test('of a clash names its fields, and a savepoint undoes what was copied', async () => {
    const transaction = await copying.begin()
    await transaction.write([insert(contact, before)])
    const clash = () => transaction.write([insert(contact, ...good, { id: '9', name: 'n', email: 'a@b.c' })])
    await expect(transaction.savepoint(clash)).rejects.toMatchObject({
      code: 'DUPLICATE',
      details: { entity: 'contact', fields: ['email'] },
    })
    await transaction.commit([insert(contact, ...good.map(later))])
    expect(await ids(copying, query(contact))).toEqual(['11', '12', '13', '14', '15', 'before'])
  })
})

describe('in the middle of a COPY', () => {
  const many = ['1', '2', '3', '4', '5'].map((id): Row => ({ id, name: 'n' }))
  const write = async () => {
    const transaction = await copying.begin()
    await transaction.write([insert(contact, { id: '0', name: 'x' })])
    try {
      await transaction.write([insert(contact, ...many)])
    } finally {
      await transaction.rollback()
    }
  }

  test.each<[string, (client: Wired) => Promise<void>, string]>([
    ['the connection is cut', async ({ connection }) => connection.stream.destroy(), 'STORAGE_UNAVAILABLE'],
    [
      'the server ends the connection',
      async ({ processID }) => void (await host.query('select pg_terminate_backend($1)', [processID])),
      'STORAGE_UNAVAILABLE',
    ],
    [
      'the statement is cancelled',
      async ({ processID }) => void (await host.query('select pg_cancel_backend($1)', [processID])),
      'STORAGE_BUSY',
    ],
  ])('%s: nothing is left, and the only connection works again', async (_, happens, code) => {
    inTheMiddle = happens
    await expect(write()).rejects.toMatchObject({ code })
    expect(await ids(copying, query(contact))).toEqual([])
    await copying.session.write([insert(contact, ...many)])
    expect(await ids(copying, query(contact))).toEqual(['1', '2', '3', '4', '5'])
  })

  test('a commit that is cut off is not known', async () => {
    inTheMiddle = async ({ connection }) => connection.stream.destroy()
    const transaction = await copying.begin()
    await expect(transaction.commit([insert(contact, ...many)])).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' })
    expect(await ids(copying, query(contact))).toEqual([])
  })
})

describe("a host's own", () => {
  const many = ['1', '2', '3', '4', '5'].map((id): Row => ({ id, name: 'n' }))

  test('transaction is joined: what was copied goes with it', async () => {
    await host.query('begin')
    const joined = await copying.join(host)
    told.length = 0
    await joined.write([insert(contact, ...many)])
    expect(writes()).toEqual(['COPY 5'])
    await joined.commit()
    expect((await host.query('select id from crm_contacts')).rowCount).toBe(5)
    await host.query('rollback')
    expect(await ids(copying, query(contact))).toEqual([])
  })

  test('pool is copied with, unless it pipelines', async () => {
    for (const [pipeline, expected] of [
      [false, 'COPY 5'],
      [true, 'INSERT 0 5'],
    ] as const) {
      const config = { connectionString: database.url, Client: Watched, pipeline }
      const pool = new pg.Pool(config as pg.PoolConfig)
      const storage = await ready(postgres(pool, { copy: true, prefix: `pool_${pipeline}_` }))
      told.length = 0
      await storage.session.write([insert(contact, ...many)])
      expect(writes()).toEqual([expected])
      await storage.close()
      await pool.end()
    }
  })
})

test("a row is a line of COPY's text", () => {
  expect(copyText(['t\t', ['a', '\\N', null], [1, true, 2n]])).toBe('t\\t\ta\t1\nt\\t\t\\\\N\ttrue\nt\\t\t\\N\t2\n')
})
