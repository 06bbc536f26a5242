import * as z from 'zod'

/** Offers that the host counted itself. */
export interface OfferRow {
  readonly offer: string
  readonly sent: number
  readonly responded: number
}

/** Offers that are written down as activities. */
export interface OffersFrom {
  readonly field: string
  readonly responded: Readonly<Record<string, unknown>>
}

export const offerRowShape = () =>
  z.strictObject({ offer: z.string().min(1), sent: z.int().min(0), responded: z.int().min(0) })

export const offersFromShape = () =>
  z.strictObject({
    /** The field of activities that names the offer: a tenant's own, `custom.offer`. */
    field: z.string().min(1),
    /** Which of these activities were answered: `{ outcome: 'accepted' }`. */
    responded: z.record(z.string(), z.unknown()),
  })
