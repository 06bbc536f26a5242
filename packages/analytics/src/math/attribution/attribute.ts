import { invalid } from '@guanxi/core'
import { largestRemainder } from '../distribution/index.ts'
import { whole } from '../inputs.ts'
import { chainOf } from './chain.ts'
import { type FullPath, full, type Path } from './path.ts'
import { type AttributionRule, touchWeights } from './rules.ts'

/**
 * A rule, or a Markov chain whose states are the last `order` touches (1 unless told): a channel's part is its removal effect
 * over the sum of all of them (Anderl and others, 2016).
 *
 * @example
 * const model: AttributionModel = { kind: 'markov', order: 2 }
 */
export type AttributionModel = AttributionRule | { readonly kind: 'markov'; readonly order?: number }

/** What {@link attribute} may be told. */
export interface AttributeOptions {
  /** Conversions and value in whole numbers that still sum to their totals, by largest remainder. */
  readonly integer?: boolean
}

/**
 * A channel's part.
 *
 * @example
 * const line = ({ channel, conversions, share }: AttributionRow) => `${channel}: ${conversions} (${100 * share} %)`
 */
export interface AttributionRow {
  readonly channel: string
  readonly conversions: number
  readonly value: number
  /** Of all conversions attributed. */
  readonly share: number
  /** 1 − P(conversion without the channel) / P(conversion); null but for a Markov chain. */
  readonly removalEffect: number | null
}

/** Who is credited with what. Attribution is no proof of a cause: set a hold-out group beside it. */
export interface Attribution {
  /** `no conversions`: nothing to divide, all rows are 0. */
  readonly status: 'ok' | 'no conversions'
  /** By conversions, falling, then by channel. */
  readonly rows: readonly AttributionRow[]
  /** What the rows sum to. */
  readonly conversions: number
  readonly value: number
  /** Conversions of paths without a touch: nobody's. */
  readonly unattributed: number
  /** P(conversion) of the chain, which is the rate observed; null but for a Markov chain. */
  readonly base: number | null
}

/**
 * Divides conversions, and what they brought, among channels: by a rule, or by removal effects (Anderl and others 2016).
 *
 * @param paths - One a customer, or one for all of a way, with how often it was gone.
 * @throws CrmError `INVALID`: counts that are negative; what {@link touchWeights} refuses; whole numbers asked of totals that
 * are none.
 *
 * @example
 * const paths = [
 *   { channels: ['ad', 'mail', 'ad'], conversions: 3, nulls: 7, value: 900 },
 *   { channels: ['mail'], conversions: 1, nulls: 9, value: 100 },
 * ]
 * attribute(paths, { kind: 'linear' }).rows // ad: 2 conversions, value 600; mail: 2 conversions, value 400
 * attribute(paths, { kind: 'markov' }).base // 0.2
 */
export function attribute(
  paths: readonly Path[],
  model: AttributionModel,
  { integer = false }: AttributeOptions = {},
): Attribution {
  const all = paths.map((path, index) => full(path, `paths[${index}]`, model.kind === 'decay'))
  const touched = all.filter(({ channels }) => channels.length > 0)
  const sum = (some: readonly FullPath[], of: 'conversions' | 'value') =>
    some.reduce((total, one) => total + one[of], 0)
  const conversions = sum(touched, 'conversions')
  const value = sum(touched, 'value')
  const { base, credits } = model.kind === 'markov' ? byChain(touched, model.order ?? 1) : byRule(touched, model)
  if (integer) {
    for (const [name, total] of Object.entries({ conversions, value })) {
      if (!Number.isSafeInteger(total)) throw invalid(name, 'expected a whole total', `It is ${total}.`)
    }
  }
  // Before largest remainder, so that ties fall by the name and not by the order of the paths.
  const ranked = [...credits].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const divided = (of: 'conversions' | 'value', total: number) => {
    const parts = ranked.map(([, credit]) => credit[of])
    // What ties does so to the last digits only in principle: they hold the order in which sums were made.
    return integer && conversions > 0
      ? largestRemainder(
          total,
          parts.map((part) => Number(part.toPrecision(12))),
        )
      : parts
  }
  const counts = divided('conversions', conversions)
  const values = divided('value', value)
  const rows = ranked.map(([channel, credit], i) => ({
    channel,
    conversions: counts[i] ?? 0,
    value: values[i] ?? 0,
    share: conversions === 0 ? 0 : credit.conversions / conversions,
    removalEffect: credit.removalEffect,
  }))
  return {
    status: conversions > 0 ? 'ok' : 'no conversions',
    rows: rows.toSorted((a, b) => b.conversions - a.conversions),
    conversions,
    value,
    unattributed: sum(all, 'conversions') - conversions,
    base,
  }
}

interface Credit {
  conversions: number
  value: number
  removalEffect: number | null
}

interface Credits {
  readonly base: number | null
  readonly credits: ReadonlyMap<string, Credit>
}

function byRule(paths: readonly FullPath[], rule: AttributionRule): Credits {
  const credits = new Map<string, Credit>()
  for (const { channels, ages, conversions, value } of paths) {
    const weights = touchWeights(rule, { count: channels.length, ...(ages === undefined ? {} : { ages }) })
    for (const [i, channel] of channels.entries()) {
      const credit = credits.get(channel) ?? { conversions: 0, value: 0, removalEffect: null }
      credit.conversions += conversions * (weights[i] ?? 0)
      credit.value += value * (weights[i] ?? 0)
      credits.set(channel, credit)
    }
  }
  return { base: null, credits }
}

function byChain(paths: readonly FullPath[], order: number): Credits {
  const chain = chainOf(paths, whole('order', order, 1))
  const base = chain.conversion()
  const effects = chain.channels.map((channel) => (base > 0 ? 1 - chain.conversion(channel) / base : 0))
  const sum = effects.reduce((a, b) => a + b, 0)
  const totals = paths.reduce(
    (all, path) => ({ conversions: all.conversions + path.conversions, value: all.value + path.value }),
    { conversions: 0, value: 0 },
  )
  const credits = chain.channels.map((channel, i): [string, Credit] => {
    const removalEffect = effects[i] ?? 0
    const part = sum > 0 ? removalEffect / sum : 0
    return [channel, { conversions: totals.conversions * part, value: totals.value * part, removalEffect }]
  })
  return { base, credits: new Map(credits) }
}
