// What the page shows, and nothing else: plain data, between the answers of `me.analytics` and the charts.

/** What n counts. */
export type Unit = 'customers' | 'orders' | 'deals' | 'months' | 'members'
/** How a number is spelled: a share of one, minor units, or as it is. */
export type Spelling = 'share' | 'money' | 'count'

export interface Interval {
  readonly low: number
  readonly high: number
  /** Its confidence: 0.95. */
  readonly level: number
  readonly spelling: Spelling
}

/** What explains a figure: the line below it. */
export interface Told {
  /** With the version: `retention.v1`. */
  readonly definition: string
  readonly asOf: string
  readonly n: number | null
  readonly unit: Unit
  readonly interval: Interval | null
  /** How many were left out, by the reason. */
  readonly excluded: Readonly<Record<string, number>>
  readonly warnings: readonly string[]
}

export interface Explained<V> {
  readonly view: V
  readonly told: Told
}

export type TileName = 'revenue' | 'retention' | 'repurchase' | 'oldCustomers' | 'winRate' | 'pipeline' | 'lifetime'

/** A single number. */
export interface Tile {
  readonly name: TileName
  readonly value: number | null
  readonly spelling: Spelling
}

/** Periods by sales. */
export interface Forecast {
  readonly past: readonly Point[]
  readonly next: readonly ForecastPoint[]
  readonly level: number
  /** Who answered; null where there is too little to forecast from. */
  readonly method: string | null
  readonly backtest: Backtest | null
}

/** A month, as `1997-01`, and its minor units. */
export interface Point {
  readonly month: string
  readonly value: number
}

export interface ForecastPoint extends Point {
  readonly low: number
  readonly high: number
}

/** How far the method was off when it forecast what is known by now. */
export interface Backtest {
  readonly origins: number
  /**
   * In units of the seasonal naive forecast's errors: below 1 is better. Without a season, as asked here, that one says the month
   * before.
   */
  readonly mase: number | null
  readonly smape: number | null
  /** How much of what came was within the interval. */
  readonly coverage: number | null
}

export interface Cohorts {
  readonly grain: 'month' | 'quarter'
  readonly rows: readonly Cohort[]
}

export interface Cohort {
  /** Its first day. */
  readonly start: string
  readonly size: number
  /** Who bought again, by periods since; null where nobody can know yet. */
  readonly cells: readonly {
    readonly customers: number | null
    readonly share: number | null
    readonly interval: readonly [number, number] | null
    readonly partial: boolean
  }[]
}

export interface Funnel {
  readonly stages: readonly FunnelStage[]
  /** Of those in the first stage: how many reached the last. */
  readonly overall: number | null
}

export interface FunnelStage {
  readonly stage: string
  readonly reached: number
  /** Of those who reached the stage before; null at the first. */
  readonly conversion: number | null
  readonly interval: readonly [number, number] | null
}

export interface Top {
  readonly rows: readonly TopRow[]
  /** Everybody else. */
  readonly other: { readonly n: number; readonly value: number; readonly share: number | null } | null
  /** The fewest who bring 80 % of all. */
  readonly n80: number | null
}

/** Minor units, and their part of all. */
export interface TopRow {
  readonly name: string
  readonly value: number
  readonly share: number | null
}

/** Shares side by side, with their intervals. */
export interface Comparison {
  readonly rows: readonly ComparedRow[]
  /** Whether any of them differs, and how likely as much would be if none did. */
  readonly verdict: 'difference' | 'no evidence' | 'insufficient'
  readonly p: number | null
  readonly level: number
}

export interface ComparedRow {
  readonly name: string
  readonly n: number
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}

export interface Rep {
  readonly name: string
  readonly revenue: number
  readonly orders: number
  readonly won: number
  readonly deals: number
  readonly winRate: ComparedRow
}

export interface AtRisk {
  readonly name: string
  readonly score: number
  /** The day of the last order. */
  readonly last: string
  readonly reasons: readonly Reason[]
}

/** Why: a code, and the numbers behind it by their names. */
export interface Reason {
  readonly code: string
  readonly numbers: Readonly<Record<string, number>>
}

export interface Churn {
  readonly list: readonly AtRisk[]
  /** What the same method said before, beside what came. */
  readonly backtest: { readonly n: number; readonly stayedAway: number | null; readonly auc: number | null } | null
}

/** Who is expected to buy for most. */
export interface Worth {
  readonly name: string
  readonly orders: number
  readonly expected: number | null
  readonly worth: number | null
}

/** Whose figures they are, and of when. */
interface Book {
  readonly zone: string
  readonly currency: string
}

/** What the report shows of Northwind. */
export interface Northwind extends Book {
  readonly tiles: readonly Explained<Tile>[]
  readonly forecast: Explained<Forecast>
  readonly funnel: Explained<Funnel>
  readonly cohorts: Explained<Cohorts>
  readonly top: Explained<Top>
  readonly regions: Explained<Comparison>
  readonly reps: Explained<readonly Rep[]>
  readonly churn: Explained<Churn>
}

/** And of CDNOW. */
export interface Cdnow extends Book {
  readonly tiles: readonly Explained<Tile>[]
  readonly cohorts: Explained<Cohorts>
  readonly worth: Explained<readonly Worth[]>
}

export interface Figures {
  readonly northwind: Northwind
  readonly cdnow: Cdnow
}
