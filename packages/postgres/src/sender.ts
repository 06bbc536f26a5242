import type { Result, Statement } from '@guanxi/sql'
import type pg from 'pg'
import { copies, copyRows } from './copy.ts'
import type { PreparedNames } from './prepared.ts'

/** A result and the command that gave it: a COMMIT of a failed transaction answers `ROLLBACK`. */
export interface Answer extends Result {
  readonly command: string
}

/** Sends statements over one connection; throws the error of the first that failed. */
export type Sender = (statements: readonly Statement[]) => Promise<readonly Answer[]>

/** What is used of a client of pg beyond its types. */
interface Wire {
  readonly pipeline?: boolean
  readonly connection?: { readonly stream?: { cork?(): void; uncork?(): void } }
}

/** Values come as text, whatever parsers the host has set. */
const asText = { getTypeParser: () => (value: unknown) => value }

/** Sends over a client of pg: all at once if it pipelines, else one after another, many rows by COPY where that is wanted. */
export function clientSender(client: pg.ClientBase, names: PreparedNames, copy: boolean): Sender {
  const wire = client as Wire
  const copying = copy && wire.pipeline !== true && copies(wire.connection)
  const send = async ({ sql, parameters, anew, copy: text }: Statement): Promise<Answer> => {
    if (copying && text !== undefined) {
      return { rows: [], count: await copyRows(client, text, parameters), command: 'COPY' }
    }
    // The server plans a named statement without its values after some uses.
    const name = parameters.length === 0 || anew === true ? undefined : names.of(sql)
    const config = { text: sql, values: parameters as unknown[], rowMode: 'array' as const, types: asText }
    const { rows, rowCount, command } = await client.query<unknown[]>(name === undefined ? config : { ...config, name })
    return { rows, count: rowCount ?? 0, command }
  }
  return async (statements) => {
    if (wire.pipeline !== true) return oneByOne(statements, send)
    const stream = wire.connection?.stream
    // One packet for all.
    stream?.cork?.()
    let sent: readonly Promise<Answer>[]
    try {
      sent = statements.map(send)
    } finally {
      stream?.uncork?.()
    }
    const settled = await Promise.allSettled(sent)
    return settled.map((each) => {
      if (each.status === 'rejected') throw each.reason
      return each.value
    })
  }
}

/** What is used of a Kysely transaction. */
export interface KyselyTransaction {
  readonly isTransaction: boolean
  executeQuery(query: unknown): Promise<{
    readonly rows: readonly object[]
    readonly numAffectedRows?: bigint
  }>
}

/** Sends through a Kysely transaction. */
export function kyselySender(transaction: KyselyTransaction): Sender {
  return (statements) =>
    oneByOne(statements, async ({ sql, parameters }) => {
      const query = { kind: 'RawNode', sqlFragments: [sql], parameters: [] }
      const compiled = { sql, parameters, query, queryId: { queryId: 'guanxi' } }
      const { rows, numAffectedRows } = await transaction.executeQuery(compiled)
      return {
        rows: rows.map((row) => Object.values(row)),
        count: numAffectedRows === undefined ? rows.length : Number(numAffectedRows),
        command: '',
      }
    })
}

async function oneByOne(
  statements: readonly Statement[],
  send: (statement: Statement) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (const statement of statements) answers.push(await send(statement))
  return answers
}
