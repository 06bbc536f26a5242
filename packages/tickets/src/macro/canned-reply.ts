import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '@guanxi/core'

/** A text that agents need again and again, under a shortcut, in each language. */
export const cannedReply = defineEntity({
  name: 'cannedReply',
  plural: 'cannedReplies',
  fields: {
    shortcut: field.string({ min: 1, max: 60, pattern: '\\S+', expected: 'one word' }).plain(),
    /** `zh-CN`, `en`; `*` is for whoever reads another language. */
    locale: field.string({ max: 35 }).default('*').plain(),
    body: field.text({ min: 1, max: 100_000 }).plain(),
  },
  unique: [['shortcut', 'locale']],
})

/**
 * A text that agents need again and again, under a shortcut.
 *
 * @example
 * const { reply, body } = await me.cannedReplies.find({ shortcut: 'hello', locale: 'zh-CN', ticketId: 't_1' })
 * const found: CannedReply = reply
 * console.log(found.locale, body) // zh 王芳，您好！
 */
export interface CannedReply extends System, RowOf<typeof cannedReply.fields> {}

/**
 * What a creation of a canned reply takes.
 *
 * @example
 * const hello: CannedReplyCreate = { shortcut: 'hello', locale: 'zh', body: '{{ticket.requester.name}}，您好！' }
 */
export interface CannedReplyCreate extends CreateOf<typeof cannedReply.fields> {}
export type CannedReplyTypes = EntityOf<typeof cannedReply, CannedReply, CannedReplyCreate>
