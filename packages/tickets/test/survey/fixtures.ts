import type { CoreTypes, Scope } from '@guanxi/core'
import type { Fixtures } from '@guanxi/testkit'
import type { SurveyOptions, TicketsTypes } from '../../src/index.ts'
import { tokenOf } from '../../src/survey/token.ts'

type Types = CoreTypes & TicketsTypes

/** As the conformance suite has it: nobody is really written to. */
export const survey: SurveyOptions = { secret: 'a secret of tests alone', send: async () => {} }

/** A solved ticket whose customer was asked. */
export async function asked(me: Scope<Types>, unique: string) {
  const contactId = (await me.contacts.create({ name: unique })).id
  const { id: ticketId } = await me.tickets.create({ subject: unique, contactId, ownerId: 'u_a' })
  await me.tickets.solve(ticketId, {})
  await me.surveys.ask({ ticketId, cycle: 1 })
  return { ticketId, cycle: 1 }
}

export const surveyFixtures: Fixtures<Types> = {
  'surveys.form': async (me, unique) => ({ input: { token: await tokenOf(survey.secret, await asked(me, unique)) } }),
  'surveys.answer': async (me, unique) => ({
    input: { token: await tokenOf(survey.secret, await asked(me, unique)), score: 5, comment: '太慢' },
  }),
  'surveys.ask': async (me, unique) => ({ input: await asked(me, unique) }),
  'surveys.withdraw': async (me, unique) => ({ input: { ...(await asked(me, unique)), reason: 'a friend' } }),
  'surveys.alert': async (me, unique) => {
    const solution = await asked(me, unique)
    await me.surveys.answer({ token: await tokenOf(survey.secret, solution), score: 1 })
    return { input: solution }
  },
}
