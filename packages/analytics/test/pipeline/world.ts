import { type CoreTypes, createCrm, definePipeline, type Pipeline, type Scope } from '@guanxi/core'
import { type TestClock, testClock, testIds } from '@guanxi/testkit'
import { type AnalyticsTypes, analytics } from '../../src/index.ts'
import type { Stage } from '../on-one.ts'

export const zone = 'Asia/Shanghai'
export type Me = Scope<CoreTypes & AnalyticsTypes>

/** Leads become needs, quotes and contracts. */
export const selling = definePipeline({
  entity: 'deal',
  stages: {
    lead: { probability: 0.2 },
    need: { probability: 0.5 },
    quote: { probability: 0.8 },
    won: { type: 'won' },
    lost: { type: 'lost' },
  },
  transitions: { won: ['quote'] },
})

export const noon = (day: string) => `${day}T12:00:00+08:00`

/** A tenant of its own with a pipeline, the one above unless told, on a day at noon in Shanghai. */
export function pipelineWorld({ storage, tenant }: Stage, day: string, pipeline: Pipeline<'deal'> = selling) {
  const clock = testClock(noon(day), zone)
  const crm = createCrm({
    storage,
    plugins: [analytics()],
    pipelines: { deal: pipeline },
    roles: {
      analyst: { grants: { deal: { scope: 'own', can: ['read'] } }, operations: ['*'] },
      blind: { grants: { deal: { scope: 'all', can: ['read'], except: ['amount', 'ownerId'] } }, operations: ['*'] },
    },
    tenancy: 'multi',
    clock,
    ids: testIds(),
    zone,
  })
  const as = (user: string, ...roles: string[]) => crm.as({ tenant, user, roles })
  return { crm, clock, as, admin: as('u_adm', 'admin') }
}

/** What happens to a deal: the stages that it enters on days. */
export type Way = readonly (readonly [day: string, stage: string])[]

/** Deals go their ways, day by day: their ids, in their order. */
export async function walk(
  me: Me,
  clock: TestClock,
  ways: readonly { readonly way: Way; readonly more: object }[],
): Promise<readonly string[]> {
  const ids: string[] = []
  const steps = ways.flatMap(({ way, more }, deal) =>
    way.map(([day, stage], step) => ({ day, stage, step, deal, more })),
  )
  steps.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.step - b.step || a.deal - b.deal))
  for (const { day, stage, step, deal, more } of steps) {
    if (clock.at < new Date(noon(day)).toISOString()) await clock.advance(noon(day))
    if (step > 0) await me.deals.move(ids[deal] ?? '', { to: stage })
    else ids[deal] = (await me.deals.create({ title: `D${deal}`, stage, ...more } as never)).id
  }
  return ids
}

/** So many alike. */
export const times = <T>(n: number, one: T): T[] => Array.from({ length: n }, () => one)
