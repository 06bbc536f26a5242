import { type CoreTypes, type Crm, createCrm } from '@guanxi/core'
import { type TicketsTypes, tickets } from '@guanxi/tickets'
import type { Asked, Found } from './hand.ts'
import type { Ground, Reading } from './reading.ts'

const agents = 50
/** Tickets come in over the whole year. */
const [begin, seconds] = [Date.UTC(2025, 0, 1) / 1000, 365 * 86_400]

/** A year of a service desk: at scale 1 a million tickets, answered and solved. */
const desk: Ground = {
  rows: 1_000_000,
  async crm(storage) {
    return createCrm({ storage, plugins: [tickets()], zone: 'Asia/Shanghai' })
  },
  async fill({ fill, spelling: { instant } }, rows) {
    const user = (salt: number) => `'u_' || ${mixed(agents, salt)}`
    const figure = (name: string, { value, band }: Spread, by: string) => ({
      [`${name}_seconds`]: value,
      [`${name}_cell`]: `'2025 ' || (${band}) || ' ' || ${by}`,
      [`${name}_work_seconds`]: value,
      [`${name}_work_cell`]: `'2025 ' || (${band}) || ' ' || ${by}`,
    })
    await fill({
      table: 'tickets',
      count: rows,
      columns: {
        pipeline: "'tickets'",
        stage: "'solved'",
        stage_since: instant(String(begin)),
        number: 'i + 1',
        subject: `'Ticket ' || i`,
        subject_search: `'ticket ' || i`,
        type: "'question'",
        priority: "'normal'",
        participants: "'[]'",
        channel: "'email'",
        owner_id: user(10),
        reopened: `case ${mixed(10, 11)} when 0 then 1 else 0 end`,
        created_at: instant(`${begin} + ${mixed(seconds, 12)}`),
        first_replied_at: instant(`${begin} + ${mixed(seconds, 13)}`),
        first_replied_by: user(14),
        ...figure('first_reply', spread(1), user(14)),
        resolved_at: instant(`${begin} + ${mixed(seconds, 15)}`),
        resolved_by: user(16),
        ...figure('resolution', spread(5), user(16)),
      },
    })
  },
}

/** Numbers that have nothing to do with each other, for each salt, and are the same on every machine. */
function mixed(below: number, salt: number): string {
  const own = `((i + 1) * ${1_000_003 + salt * 104_729} % 2147483647)`
  // Squared: multiples alone would still go together.
  return `(((${own} * ${own}) % 2147483647) / 64 % ${below})`
}

interface Spread {
  readonly value: string
  readonly band: string
}

/** From 16 seconds to six days, most of them in between; the band is that of the plugin's histogram. */
function spread(salt: number): Spread {
  const doublings = `(${mixed(8, salt)} + ${mixed(8, salt + 1)})`
  const sixteenth = mixed(16, salt + 2)
  const width = `(1 << cast(${doublings} as int))`
  return {
    value: `(16 + ${sixteenth}) * ${width} + ${mixed(32_768, salt + 3)} % ${width}`,
    band: `16 * ${doublings} + 16 + ${sixteenth}`,
  }
}

const year = { from: '2024-12-31T16:00:00Z', to: '2025-12-31T16:00:00Z' }

/** T31 at size: how fast each agent answered and solved in a year, median and p90. */
export const kpi: Reading = {
  work: 'kpi',
  title: 'a year of an agent report',
  ground: desk,
  questions({ crm, hand }) {
    // The instance of this ground has the plugin.
    const { metrics } = (crm as Crm<CoreTypes & TicketsTypes>).as({ user: 'u_1', roles: ['agent'] })
    return [
      {
        part: 'by agent, with rollups',
        times: 3,
        before: () => crm.rebuildRollups(),
        async raw() {
          const [replies = [], solutions = []] = await hand.ask(
            byHand('first_reply', 'first_replied'),
            byHand('resolution', 'resolved'),
          )
          const of = (rows: readonly Found[], userId: unknown) => rows.find(({ by }) => by === userId)
          return [...new Set([...replies, ...solutions].map(({ by }) => String(by)))].toSorted().map((userId) => ({
            userId,
            firstReply: statistic(of(replies, userId)),
            resolution: statistic(of(solutions, userId)),
            reopened: Number(of(solutions, userId)?.again ?? 0),
          }))
        },
        async guanxi() {
          const report = await metrics.agents({ ...year, clock: 'calendar' })
          return report.agents.map(({ reopened, ...agent }) => ({ ...agent, reopened: reopened.n }))
        },
      },
    ]
  },
}

const statistic = (row: Found | undefined) => ({
  n: Number(row?.n ?? 0),
  median: row === undefined ? null : (Number(row.low) + Number(row.high)) / 2,
  p90: row === undefined ? null : Number(row.p90),
})

function byHand(name: string, event: string): Asked {
  return {
    sql: `with ranked as (
        select ${event}_by as by_, ${name}_seconds as s, reopened,
          row_number() over (partition by ${event}_by order by ${name}_seconds) as r, count(*) over (partition by ${event}_by) as n
        from crm_tickets where tenant = 'default' and deleted_at is null and ${event}_at >= $1 and ${event}_at < $2)
      select by_ as "by", n, max(case when r = (n + 1) / 2 then s end) as low, max(case when r = n / 2 + 1 then s end) as high,
        max(case when r = (n * 9 + 9) / 10 then s end) as p90, sum(case when reopened > 0 then 1 else 0 end) as again
      from ranked group by by_, n order by by_`,
    values: [year.from.replace('00Z', '00.000Z'), year.to.replace('00Z', '00.000Z')],
  }
}
