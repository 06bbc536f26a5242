/** Calendar periods, from the shortest. Weeks start on Monday. */
export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const
export type Grain = (typeof grains)[number]

/** Adds a duration to a day or an instant, in the instance's zone. */
export interface Calendar {
  add(from: string, duration: string): string
}

const lengths = { day: [1, 'D'], week: [7, 'D'], month: [1, 'M'], quarter: [3, 'M'], year: [12, 'M'] } as const

/** A day as a count of days since 1970, a Thursday. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000

/** The first day of the period that a day lies in. */
export function startOf(day: string, grain: Grain): string {
  const [year = '', month = ''] = day.split('-')
  switch (grain) {
    case 'day':
      return day
    case 'week':
      return monday(dayNumber(day))
    case 'month':
      return `${year}-${month}-01`
    case 'quarter':
      return `${year}-${String(Number(month) - ((Number(month) - 1) % 3)).padStart(2, '0')}-01`
    case 'year':
      return `${year}-01-01`
  }
}

/** That of the week of a day: before 1970 the rest of a division is below 0. */
const monday = (n: number): string => new Date((n - ((((n + 3) % 7) + 7) % 7)) * 86_400_000).toISOString().slice(0, 10)

/** A day or an instant, so many periods later, or earlier. */
export function shifted(from: string, grain: Grain, by: number, { add }: Calendar): string {
  const [n, unit] = lengths[grain]
  return by === 0 ? from : add(from, `${by < 0 ? '-' : ''}P${n * Math.abs(by)}${unit}`)
}
