import { invalid } from '@guanxi/core'
import * as z from 'zod'

/**
 * A form of Douyin in the words of this plugin.
 *
 * @example
 * const form: DouyinForm = { id: '7301', name: '王芳', phone: '138 0000 0001', campaign: '双十一' }
 */
export interface DouyinForm {
  /** Of the form that was sent: what comes twice is one. */
  readonly id: string
  readonly phone?: string | undefined
  readonly wechat?: string | undefined
  readonly name?: string | undefined
  readonly campaign?: string | undefined
  /** What is wanted, in their words. */
  readonly need?: string | undefined
  readonly region?: string | undefined
  readonly city?: string | undefined
}

/**
 * How the host's forms are read; what is no form is refused by throwing, or by answering what is none.
 *
 * @example
 * const douyin: DouyinReader = ({ clue_id, telephone, ad_name }) => ({ id: clue_id, phone: telephone, campaign: ad_name })
 * const crm = createCrm({ storage, plugins: [tickets({ douyin })] })
 */
export type DouyinReader = (payload: Readonly<Record<string, unknown>>) => { readonly [K in keyof DouyinForm]: unknown }

const text = (max: number) => z.string().trim().min(1).max(max)
const fields = z.strictObject({
  id: text(200),
  /** Digits, however they are set apart. */
  phone: text(100)
    .refine((given) => given.replace(/\D/g, '').length >= 5, 'expected a telephone number')
    .optional(),
  wechat: text(200).optional(),
  name: text(200).optional(),
  campaign: text(200).optional(),
  need: text(10_000).optional(),
  region: text(200).optional(),
  city: text(200).optional(),
})

/** Somebody who cannot be reached is nobody's lead. */
const form = fields.refine(({ phone, wechat }) => phone !== undefined || wechat !== undefined, {
  path: ['phone'],
  message: 'is missing, and wechat is, too',
})

/** The form in a payload; what is malformed says where. */
export function formOf(read: DouyinReader | undefined, payload: Readonly<Record<string, unknown>>): DouyinForm {
  const parsed = form.safeParse(read === undefined ? payload : read(payload))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const path = [...(issue?.path ?? []), ...unknown].join('.')
  throw invalid(path, unknown.length > 0 ? 'is not known' : (issue?.message ?? 'is no form'))
}
