import type { Me } from './crm.ts'
import { lengthOf, percent, table, timeOf } from './format.ts'
import { nameOf } from './people.ts'
import { monday, type Week, weekIsOver } from './week/week.ts'

export const period = { from: new Date(monday).toISOString(), to: new Date(weekIsOver).toISOString() }

/** What the CRM says of the week: each figure with its clock, of which tickets it speaks, and of how many. */
export async function summary({ admin, tally }: Week): Promise<string> {
  const sections = [
    await service(admin),
    await agents(admin),
    await promises(admin),
    await complaints(admin),
    await backlog(admin),
    await surveys(admin),
    `Helped by      ${tally.suggested} articles that were suggested, ${tally.canned} canned replies, ${await applied(admin)} macros`,
  ]
  return sections.join('\n\n')
}

async function service(me: Me): Promise<string> {
  const { clock, population, firstReply, resolution, reopened, created } = await me.metrics.service({
    ...period,
    clock: 'business',
  })
  const row = (name: string, { n, median, p90 }: typeof firstReply, of: string) => [
    ...[name, n, lengthOf(median), lengthOf(p90), of],
  ]
  return [
    table(`Service, ${clock} clock`, [
      ['', 'n', 'median', 'p90', 'population'],
      row('first reply', firstReply, population.firstReply),
      row('solution', resolution, population.resolution),
    ]),
    `  opened again before: ${reopened.n} of ${resolution.n} (${percent(reopened.rate)}, ${population.resolution})`,
    `  solved by now: ${created.solved} of ${created.n} (${percent(created.rate)}, ${population.created})`,
  ].join('\n')
}

async function agents(me: Me): Promise<string> {
  const { clock, population, agents } = await me.metrics.agents({ ...period, clock: 'business' })
  const rows = agents.map(({ userId, firstReply, resolution, reopened }) => [
    userId === null ? 'nobody' : nameOf(userId),
    ...[firstReply.n, lengthOf(firstReply.median), lengthOf(firstReply.p90)],
    ...[resolution.n, lengthOf(resolution.median), lengthOf(resolution.p90), reopened.n],
  ])
  return table(`Agents, ${clock} clock, ${population.firstReply}, ${population.resolution}`, [
    ['', 'replied', 'median', 'p90', 'solved', 'median', 'p90', 'reopened'],
    ...rows,
  ])
}

async function promises(me: Me): Promise<string> {
  const { population, metrics } = await me.metrics.sla(period)
  const rows = metrics.map(({ metric, n, kept, breached, rate }) => [metric, n, kept, breached, percent(rate)])
  return table(`Promises, the clock of each policy, ${population}`, [['', 'n', 'kept', 'late', 'rate'], ...rows])
}

async function complaints(me: Me): Promise<string> {
  const { population, n, rows } = await me.metrics.complaints(period)
  const tasks = await me.tasks.list({ where: { ownerId: 'u_zhou' }, limit: 200 })
  const done = tasks.items.filter(({ stage }) => stage === 'done').length
  return [
    table(`Complaints, n ${n}, ${population}`, [
      ['cause', 'n', 'share'],
      ...rows.map((row) => [row.cause ?? '-', row.n, percent(row.share)]),
    ]),
    `  sales knows: 周杰 has ${tasks.items.length} tasks about complaints of his customers, ${done} of them are done`,
  ].join('\n')
}

async function backlog(me: Me): Promise<string> {
  const { at, population, n, rows } = await me.metrics.backlog({ at: period.to, by: 'channel' })
  const left = rows.map((row) => [row.key ?? '-', row.n, timeOf(row.oldest)])
  const title = `To be done at ${timeOf(at)}, n ${n}, ${population}`
  return table(title, [['channel', 'n', 'the oldest came'], ...left])
}

async function surveys(me: Me): Promise<string> {
  const answered = await me.tickets.list({ where: { score: { ne: null } }, include: { surveys: true }, limit: 200 })
  const asked = await me.tickets.count({ where: { surveys: { some: { state: { in: ['sent', 'answered'] } } } } })
  const scores = answered.items.flatMap((ticket) => ticket.surveys.flatMap(({ score }) => score ?? []))
  const low = scores.filter((score) => score < 6).length
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length)
  const tasks = await me.tasks.count({ where: { ownerId: 'u_zhao' } })
  return table('Surveys, asked 24 hours of the calendar after a solution', [
    ['tickets asked', 'answers (n)', 'mean', 'below 6', 'tasks for 赵敏'],
    [`${asked}`, scores.length, mean.toFixed(2), low, tasks],
  ])
}

const applied = async (me: Me): Promise<number> =>
  (await me.macros.list({})).items.reduce((sum, { usageCount }) => sum + usageCount, 0)
