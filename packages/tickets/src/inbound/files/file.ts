import { defineEntity, field, type RowOf } from '@guanxi/core'
import * as z from 'zod'

/** What the files of a ticket hold, by the hash of it: the same is kept once, in pieces that a row may hold. */
export const ticketFile = defineEntity({
  name: 'ticketFile',
  plural: 'ticketFiles',
  keeping: 'log',
  fields: {
    ticketId: field.ref('ticket'),
    hash: field.string({ min: 64, max: 64 }).plain(),
    piece: field.integer({ min: 0 }),
    /** Base64. */
    data: field.text().pii(),
  },
  indexes: [['ticketId', 'hash']],
})

interface TicketFile extends RowOf<typeof ticketFile.fields> {
  readonly id: string
}

/** A log has no operations: its type has rows alone. */
export interface FileLogTypes {
  ticketFile: { row: TicketFile }
}

/** A file as a message of a ticket knows it. */
export const storedFile = () =>
  z.strictObject({
    /** SHA-256 of what it holds. */
    hash: z.string().length(64),
    name: z.string().max(255),
    type: z.string().max(255),
    size: z.int().min(0),
    /** By which the HTML of a mail shows it: `cid:…`. */
    cid: z.string().max(255).optional(),
  })

/** A file on its way in. */
export const newFile = () =>
  z.strictObject({
    name: z.string().min(1).max(255),
    type: z.string().min(1).max(255).optional(),
    /** Base64. */
    data: z.string().max(40_000_000),
  })

export type StoredFile = z.infer<ReturnType<typeof storedFile>>

/** A file with its bytes. */
export interface NewFile {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly cid?: string
}

/**
 * Who keeps files, when the database should not.
 *
 * @example
 * const kept = new Map<string, Uint8Array>()
 * const files: FilesPort = {
 *   put: async ({ hash, data }) => void kept.set(hash, data),
 *   get: async (hash) => kept.get(hash),
 * }
 */
export interface FilesPort {
  /** Keeps it under its hash; the same hash may come again, and is the same file. */
  put(file: { readonly hash: string; readonly data: Uint8Array }): Promise<void>
  get(hash: string): Promise<Uint8Array | undefined>
}
