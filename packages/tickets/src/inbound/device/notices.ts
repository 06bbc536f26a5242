import type { CoreTypes, Courier } from '@guanxi/core'
import type { TicketsTypes } from '../../types.ts'

/**
 * Somebody is to be told of something: a customer, or a colleague.
 *
 * @example
 * const textOf = ({ to, serial, code }: Notice) => ('user' in to ? `${serial} reports ${code}` : '您的设备报告故障，我们正在处理。')
 */
export interface Notice {
  readonly about: 'device'
  readonly to: { readonly user: string } | { readonly contactId: string } | { readonly companyId: string }
  readonly ticketId: string
  readonly serial: string
  readonly code: string
  readonly severity: string
  /** The same at every try: whoever gets it twice tells once. */
  readonly key: string
}

/**
 * The host's way to tell somebody something.
 *
 * @example
 * const notices: Notices = { send: async (notice) => console.log(notice.to, notice.code) }
 * const crm = createCrm({ storage, plugins: [tickets({ notices })] })
 */
export interface Notices {
  send(notice: Notice): Promise<void>
}

/** The customer and whoever looks after the device are told once of each alarm. */
export const noticeCouriers = ({ send }: Notices) =>
  ({
    async 'device.alarmed'({ recordId, data: { serial, code, severity, userId, contactId, companyId } }, { key }) {
      const about = { about: 'device' as const, ticketId: recordId, serial, code, severity }
      const customer = contactId !== null ? { contactId } : companyId !== null ? { companyId } : undefined
      if (customer !== undefined) await send({ ...about, to: customer, key: `${key} customer` })
      if (userId !== null) await send({ ...about, to: { user: userId }, key: `${key} user` })
    },
  }) satisfies { 'device.alarmed': Courier<CoreTypes & TicketsTypes, 'device.alarmed'> }
