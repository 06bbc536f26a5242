import type { Context, CoreTypes } from '@guanxi/core'
import type { TicketsTypes } from '../../types.ts'
import { fromBase64, sha256, toBase64 } from './bytes.ts'
import type { NewFile, StoredFile } from './file.ts'

type Tables = Pick<Context<CoreTypes & TicketsTypes>, 'table'>

/** Characters of base64 in a row: four for each three bytes. */
const piece = 800_000

/** Keeps files of a ticket, which its caller holds, and answers how its messages name them. */
export async function kept(context: Tables, ticketId: string, files: readonly NewFile[]): Promise<StoredFile[]> {
  const stored: StoredFile[] = []
  for (const { name, type, bytes, cid } of files) {
    const hash = await keep(context, ticketId, bytes)
    stored.push({ hash, name, type, size: bytes.length, ...(cid === undefined ? {} : { cid }) })
  }
  return stored
}

/** Keeps bytes for a ticket, which its caller holds, and answers their hash. */
export async function keep({ table }: Tables, ticketId: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = await sha256(bytes)
  const files = table('ticketFile')
  if ((await files.all({ ticketId, hash, piece: 0 })).length > 0) return hash
  const text = toBase64(bytes)
  const rows = Array.from({ length: Math.max(1, Math.ceil(text.length / piece)) }, (_, i) => ({
    ...{ ticketId, hash, piece: i },
    data: text.slice(i * piece, (i + 1) * piece),
  }))
  await files.insert(rows)
  return hash
}

/** What a ticket keeps under a hash; undefined where it has nothing there. */
export async function contentOf({ table }: Tables, ticketId: string, hash: string): Promise<Uint8Array | undefined> {
  const rows = await table('ticketFile').all({ ticketId, hash })
  if (rows.length === 0) return undefined
  const pieces = rows.toSorted((a, b) => a.piece - b.piece).map(({ data }) => data)
  return fromBase64(pieces.join(''), 'data')
}

/** Another ticket has some of the files, too. */
export async function shared({ table }: Tables, from: string, to: string, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return
  const rows = await table('ticketFile').all({ ticketId: from, hash: { in: hashes } })
  await table('ticketFile').insert(rows.map(({ hash, piece, data }) => ({ ticketId: to, hash, piece, data })))
}
