import type { Definition } from '@guanxi/analytics'
import type { Comparison, TileName, Unit } from '../views.ts'

export type FigureName =
  | 'forecast'
  | 'funnel'
  | 'cohorts'
  | 'top'
  | 'regions'
  | 'reps'
  | 'churn'
  | 'cdnowCohorts'
  | 'worth'

/** All texts of the page in one language. What the data calls by a code or a name is looked up, and stands as it is if nobody knows it. */
export interface Words {
  /** For Intl and for the page itself. */
  readonly locale: string
  readonly title: string
  readonly subtitle: string
  readonly sources: { readonly northwind: Source; readonly cdnow: Source }
  readonly tiles: Readonly<Record<TileName, { readonly title: string; readonly about: string }>>
  readonly figures: Readonly<Record<FigureName, { readonly title: string; readonly about: string }>>
  readonly units: Readonly<Record<Unit, string>>
  readonly told: {
    readonly asOf: string
    interval(level: string, low: string, high: string): string
    excluded(n: string, reason: string): string
  }
  readonly forecast: {
    readonly actual: string
    readonly expected: string
    interval(level: string): string
    next(month: string, value: string): string
    method(name: string): string
    backtest(said: {
      readonly origins: string
      readonly mase: string
      readonly smape: string
      readonly coverage: string
    }): string
    readonly untested: string
  }
  readonly cohorts: {
    readonly cohort: string
    quarter(year: number, quarter: number): string
    readonly since: Readonly<Record<'month' | 'quarter', string>>
    readonly partial: string
  }
  readonly churn: { backtest(said: { readonly n: string; readonly stayedAway: string; readonly auc: string }): string }
  readonly funnel: { conversion(share: string): string; overall(share: string): string }
  readonly top: { other(n: string): string; most(n: string): string }
  readonly comparison: Readonly<Record<Comparison['verdict'], (p: string) => string>>
  readonly columns: Readonly<
    Record<
      | 'member'
      | 'revenue'
      | 'orders'
      | 'won'
      | 'deals'
      | 'winRate'
      | 'customer'
      | 'score'
      | 'last'
      | 'why'
      | 'expected'
      | 'worth',
      string
    >
  >
  readonly none: string
  readonly glossary: { readonly title: string; readonly about: string }
  readonly footer: string
  readonly names: Readonly<Record<string, string>>
  readonly methods: Readonly<Record<string, string>>
  /** Why a customer is about to leave, by its code; `n` spells the numbers behind it by their names. */
  readonly reasons: Readonly<Record<string, (n: (name: string) => string) => string>>
  readonly warnings: Readonly<Record<string, string>>
  readonly excluded: Readonly<Record<string, string>>
  /** Which of the texts of a definition. */
  readonly formula: (of: Definition) => string
}

interface Source {
  readonly title: string
  readonly about: string
}

/** What the language says for it, or the thing itself. */
export const named = (words: Readonly<Record<string, string>>, name: string): string => words[name] ?? name
