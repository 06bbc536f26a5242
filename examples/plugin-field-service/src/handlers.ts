import { type CoreTypes, CrmError, type HandlersOf, placed } from '@guanxi/core'
import type { operations } from './operations.ts'
import type { FieldServiceTypes } from './types.ts'

export const handlers: HandlersOf<CoreTypes & FieldServiceTypes, typeof operations> = {
  installations: {
    async commission({ crm, add }, { machine, visits: many, checks }) {
      const installation = await placed('machine', () => crm.installations.create(machine))
      const days = Array.from({ length: many }, (_, at) =>
        add(installation.installedOn, `P${Math.round((12 * (at + 1)) / many)}M`),
      )
      const { ids } = await crm.visits.createMany(
        days.map((on) => ({ installationId: installation.id, on, checks: checks.map((title) => ({ title })) })),
      )
      return { installation, visits: [...ids] }
    },
    underWarranty: ({ crm, today }, { on = today }) =>
      crm.installations.count({ where: { installedOn: { lte: on }, warrantyUntil: { gte: on } } }),
    async transfer({ crm, asActor, table }, { id, companyId }) {
      const where = { installationId: id, closedAt: null }
      if ((await asActor.visits.count({ where })) === 0)
        throw new CrmError('FORBIDDEN', { details: { permission: 'installations.transfer' } })
      const moved = await crm.installations.update(id, { companyId, contactId: null })
      for (const visit of await table('visit').all(where)) await table('visit').set(visit.id, { companyId })
      return moved
    },
  },
  visits: {
    async finish({ crm, emit, table, today }, { id, report, results, again }) {
      const { installationId, companyId, checks } = await crm.visits.get(id, { include: { checks: true } })
      const titles = checks.map(({ title }) => title)
      const unknown = results.find(({ title }) => !titles.includes(title))
      if (unknown !== undefined) throw new CrmError('CHECK_UNKNOWN', { details: { title: unknown.title } })
      const visit = await crm.visits.move(id, { to: 'done', set: { report, checks: { add: results } } })
      await table('installation').set(installationId, { lastVisitOn: today })
      await table('company').set(companyId, { lastServicedOn: today })
      const failed = results.filter(({ passed }) => !passed).map(({ title }) => title)
      emit('visit.finished', { installationId, failed }, { entity: 'visit', recordId: id })
      const next =
        again === undefined
          ? null
          : await crm.visits.create({ installationId, on: again, checks: titles.map((title) => ({ title })) })
      return { visit, next }
    },
  },
}
