import type { HandlersOf } from '../../plugin/index.ts'
import type { RowIn } from '../../schema/index.ts'
import type { CoreTypes } from '../core-types.ts'
import { wonStage } from '../won-stage.ts'
import type { AgendaItem, workOperations } from './contracts.ts'

/** So many tasks are on an agenda at most, and so many next steps: the oldest. */
const most = 1000

/** What is done with tasks. */
export const taskHandlers: Pick<HandlersOf<CoreTypes, typeof workOperations>, 'tasks'> = {
  tasks: {
    async complete({ crm, pipelines }, { id, outcome }) {
      const { pipeline } = await crm.tasks.get(id)
      const set = outcome === undefined ? {} : { set: { outcome } }
      return crm.tasks.move(id, { to: wonStage(pipelines, 'task', pipeline), ...set })
    },
    async agenda({ crm, now, today }, { until }) {
      const last = until ?? today
      const mine = { ownerId: { eq: { actor: 'user' } } } as const
      const tasks = crm.tasks.iterate({
        where: { ...mine, closedAt: null, dueOn: { lte: last } },
        orderBy: [{ dueOn: 'asc' }, { dueAt: 'asc' }],
        limit: most,
      })
      const steps = crm.activities.iterate({
        where: { ...mine, nextStepOn: { lte: last }, followUps: { none: {} } },
        orderBy: { nextStepOn: 'asc' },
        limit: most,
      })
      const days = new Map<string, AgendaItem[]>()
      const put = (on: string, item: AgendaItem) => days.set(on, [...(days.get(on) ?? []), item])
      for await (const task of tasks) {
        const { dueOn, dueAt } = task
        const overdue = dueOn !== null && (dueOn < today || (dueAt !== null && dueAt < now))
        const { id, title, priority } = task
        put(String(dueOn), { entity: 'task', id, title, at: dueAt, overdue, priority, ...customerOf(task) })
      }
      for await (const step of steps) {
        const { id, nextStep, nextStepOn, subject, kind } = step
        const title = nextStep ?? subject ?? kind
        const overdue = String(nextStepOn) < today
        put(String(nextStepOn), {
          entity: 'activity',
          id,
          title,
          at: null,
          overdue,
          priority: null,
          ...customerOf(step),
        })
      }
      const inOrder = [...days].toSorted(([a], [b]) => (a < b ? -1 : 1))
      return { today, days: inOrder.map(([on, items]) => ({ on, items })) }
    },
  },
}

const customerOf = ({
  companyId,
  contactId,
  dealId,
  leadId,
}: RowIn<CoreTypes, 'task'> | RowIn<CoreTypes, 'activity'>) => ({
  companyId,
  contactId,
  dealId,
  leadId,
})
