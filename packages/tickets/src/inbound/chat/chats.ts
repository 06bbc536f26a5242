/**
 * A reply on its way to a customer who writes on a chat channel.
 *
 * @example
 * const sent: string[] = []
 * const chats = { wechat: { send: async ({ user, text }: ChatMessage) => void sent.push(`${user}: ${text}`) } }
 */
export interface ChatMessage {
  readonly channel: string
  /** The account of the host's that the customer wrote to, and his own id there. */
  readonly account: string
  readonly user: string
  readonly text: string
  readonly ticketId: string
  readonly messageId: string
  /** The same at every try: whoever gets it twice sends once. */
  readonly key: string
}

/**
 * The host's way to a chat channel.
 *
 * @example
 * const wechat: Chat = {
 *   async send({ user, text }) {
 *     const answer = await fetch('https://chat.example/send', { method: 'POST', body: JSON.stringify({ user, text }) })
 *     if (answer.status === 410) return 'refused' // for good: it is not tried again
 *     if (!answer.ok) throw new Error('try again')
 *     return 'sent'
 *   },
 * }
 * const crm = createCrm({ storage, plugins: [tickets({ chats: { wechat } })] })
 */
export interface Chat {
  /** `refused`: for good. Whatever is thrown is tried again, as couriers are. */
  send(message: ChatMessage): Promise<'sent' | 'refused' | undefined>
  /** So long after his last message a customer may be written to; for ever for null. PT48H of `wechat` and `wecom` unless told. */
  readonly window?: string | null
}

/**
 * The host's ways to chat channels, by the names of these.
 *
 * @example
 * const chats: Chats = { line: { send: async ({ user, text }) => (console.log(user, text), 'sent') } }
 */
export type Chats = Readonly<Record<string, Chat>>

const usual: Readonly<Record<string, string>> = { wechat: 'PT48H', wecom: 'PT48H' }

/** So long after his last message a customer may be written to on a channel; null: at any time. */
export function windowOf(chats: Chats, channel: string): string | null {
  const told = Object.hasOwn(chats, channel) ? chats[channel]?.window : undefined
  return told !== undefined ? told : Object.hasOwn(usual, channel) ? (usual[channel] ?? null) : null
}

/** Whether the host has a way to a channel, so that a courier brings there what is said. */
export const hasWay = (chats: Chats, channel: string): boolean => Object.hasOwn(chats, channel)
