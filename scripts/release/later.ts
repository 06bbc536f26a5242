import { type CoreTypes, type Crm, command, definePlugin, type PluginTypes } from '@guanxi/core'
import type { TestClock } from '@guanxi/testkit'
import * as z from 'zod'

const operations = {
  reminders: {
    remind: command({
      target: 'collection',
      summary: 'Makes a task of it.',
      input: () => z.strictObject({ about: z.string() }),
      output: z.void,
    }),
  },
}

interface Reminders extends PluginTypes {
  operations: typeof operations
  events: {}
}

/** Whoever has moved a deal is reminded of it a month later; what is about nobody fails. */
export const reminders = () =>
  definePlugin<Reminders, CoreTypes & Reminders>({
    id: 'reminders',
    version: '1.0.0',
    operations,
    handlers: {
      reminders: {
        async remind({ crm }, { about }) {
          if (about === 'nobody') throw new Error('There is nobody to be reminded.')
          await crm.tasks.create({ title: `Remember ${about}` })
        },
      },
    },
    consumers: {
      async 'deal.moved'({ recordId, data }, { later, now, add }) {
        await later({ at: add(now, 'P30D'), key: recordId }).reminders.remind({ about: data.record.title })
      },
      async 'company.deleted'(_, { later }) {
        await later({ attempts: 1 }).reminders.remind({ about: 'nobody' })
      },
    },
  })

/** Does what is due, and leaves the rest: calls that wait, one that was given up, seals, and rows without one. */
export async function leave(crm: Crm<CoreTypes>, clock: TestClock): Promise<void> {
  await crm.tick()
  await clock.advance('PT1H')
  await crm.tick()
  await crm.asSystem({ reason: 'fixture' }).companies.create({ name: 'not sealed yet' })
}

/** What of that every later release must still read. */
export async function summaryOfLater(crm: Crm<CoreTypes>): Promise<Readonly<Record<string, unknown>>> {
  const me = crm.asSystem({ reason: 'summary' })
  const { items } = await me.deadLetters.list({})
  const { rows, sealed, seals, receipts, problems } = await me.audit.verify({})
  return {
    givenUp: items.map(({ name, attempt, error }) => ({ name, attempt, error })),
    audit: { rows, sealed, seals, receipts, problems },
  }
}
