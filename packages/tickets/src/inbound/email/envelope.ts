import * as z from 'zod'

const address = () => z.strictObject({ address: z.string().max(320), name: z.string().max(200) })

/** Of a message that is a mail: from whom, to whom, and under which subject. */
export const envelope = () =>
  z.strictObject({
    from: address(),
    to: z.array(address()).max(200),
    cc: z.array(address()).max(200),
    subject: z.string().max(1000),
    /** Whom it wants to be answered. */
    replyTo: address().optional(),
    /** The hash of it as it came. */
    raw: z.string().max(64).optional(),
  })

export type Envelope = z.infer<ReturnType<typeof envelope>>
