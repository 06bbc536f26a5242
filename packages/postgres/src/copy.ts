import type pg from 'pg'

/** What is used of pg's connection beyond its types. */
export interface CopyConnection {
  query(text: string): void
  sendCopyFromChunk(chunk: Uint8Array): void
  endCopyFrom(): void
}

/** Whether this is pg's own: a host's client may be a wrapper, or the native one. */
export const copies = (connection: object | undefined): connection is CopyConnection =>
  connection !== undefined && 'sendCopyFromChunk' in connection && 'endCopyFrom' in connection

/** Inserts rows by a COPY, given as the parameters of an insert: how many they were, or the server's error. */
export async function copyRows(client: pg.ClientBase, text: string, parameters: readonly unknown[]): Promise<number> {
  // Before anything is sent: what fails here leaves the connection as it was.
  const rows = Buffer.from(copyText(parameters))
  return new Promise((resolve, reject) => {
    client.query(new Copy(text, rows, (error, count = 0) => (error ? reject(error) : resolve(count))))
  })
}

/** Called once, when the server is ready for the next statement or has refused this one. */
type Done = (error: unknown, count?: number) => void

/**
 * A query of pg. What it has to send is in memory already, as the parameters of an insert would be: no stream is needed. A
 * refusal may come while it still sends; the server then drops the rest.
 */
class Copy implements pg.Submittable {
  readonly text: string
  readonly #rows: Uint8Array
  #count = 0
  /** Where pg puts its own time limit before. */
  callback: Done

  constructor(text: string, rows: Uint8Array, done: Done) {
    this.text = text
    this.#rows = rows
    this.callback = done
  }

  submit(connection: Pick<CopyConnection, 'query'>): void {
    connection.query(this.text)
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.#rows)
    connection.endCopyFrom()
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#count = Number(/^COPY (\d+)/.exec(text)?.[1] ?? 0)
  }

  handleReadyForQuery(): void {
    this.callback(null, this.#count)
  }

  handleError(error: unknown): void {
    this.callback(error)
  }
}

/** COPY's text format: a line for each row. A parameter that is no list stands in every row. */
export function copyText(parameters: readonly unknown[]): string {
  const columns = parameters.map((parameter) =>
    Array.isArray(parameter) ? parameter.map(spelled) : spelled(parameter),
  )
  const lists = columns.filter((column) => typeof column !== 'string')
  let text = ''
  for (let row = 0; row < (lists[0]?.length ?? 0); row++) {
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i] as string | readonly string[]
      if (i > 0) text += '\t'
      text += typeof column === 'string' ? column : column[row]
    }
    text += '\n'
  }
  return text
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function spelled(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  return typeof value === 'string' ? value.replace(/[\\\t\n\r]/g, (special) => escapes[special] ?? '') : String(value)
}
