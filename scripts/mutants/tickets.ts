import type { Mutant } from './mutant.ts'

const knowledgeTests = 'packages/tickets/test/knowledge/knowledge.test.ts'
const lifeTests = 'packages/tickets/test/life.test.ts'
const presenceTests = 'packages/tickets/test/presence/presence.test.ts'
const rightsTests = 'packages/tickets/test/rights.test.ts'
const rolesFile = 'packages/tickets/src/roles.ts'
const ticketsTests = 'packages/tickets/test/tickets.test.ts'

/** Defects in service tickets: what becomes of them, and who may see what. */
export const ticketMutants: readonly Mutant[] = [
  {
    name: 'tickets: who has not read the newest message answers',
    file: 'packages/tickets/src/ticket/up-to-date.ts',
    from: "createdAt: 'desc'",
    to: "createdAt: 'asc'",
    test: {
      file: ticketsTests,
      name: 'sqlite > T26: who has not read the newest message is told of it, and may send again',
    },
  },
  {
    name: 'tickets: what was merged before goes astray',
    file: 'packages/tickets/src/ticket/merge.ts',
    from: "[source, ...(await table('ticket').all({ mergedIntoId: id }))]",
    to: '[source]',
    test: {
      file: ticketsTests,
      name: 'sqlite > T21: what is said to a merged ticket goes to the one that goes on, however long the way',
    },
  },
  {
    name: 'tickets: what is split off stays as well',
    file: 'packages/tickets/src/ticket/split.ts',
    from: '  await crm.tickets.update(id, { messages: { remove: messages } })\n',
    to: '',
    test: { file: ticketsTests, name: 'sqlite > T33: some messages become a ticket of their own' },
  },
  {
    name: 'tickets: a follow-up is linked as anything',
    file: 'packages/tickets/src/ticket/follow-up.ts',
    from: "kind: 'follow_up'",
    to: "kind: 'related'",
    test: {
      file: ticketsTests,
      name: 'sqlite > T14: solved is closed after 28 days, and then is over: what comes is a follow-up',
    },
  },
  {
    name: 'tickets: what was opened again is closed',
    file: 'packages/tickets/src/ticket/hooks.ts',
    from: `else if (before?.stage === 'solved') await cancel(\`close \${id}\`)`,
    to: '',
    test: {
      file: lifeTests,
      name: 'sqlite > what was opened again is not closed when its first solution would have been, and each time counts',
    },
  },
  {
    name: 'tickets: a note answers the customer',
    file: 'packages/tickets/src/ticket/heard.ts',
    from: " && kind !== 'note' && kind !== 'system'",
    to: " && kind !== 'system'",
    test: {
      file: lifeTests,
      name: 'sqlite > the customer waits since his oldest word; neither a note nor a machine answers him',
    },
  },
  {
    name: 'tickets: a solution that nobody wrote down',
    file: 'packages/tickets/src/ticket/handlers.ts',
    from: '...(resolution === undefined ? {} : { set: { resolution } })',
    to: '',
    test: {
      file: 'packages/tickets/test/previous/previous.test.ts',
      name: 'sqlite > D4: at the second call the agent sees how the last matter was resolved',
    },
  },
  {
    name: 'tickets: the number of what is in the bin is given again',
    file: 'packages/core/src/operation/record/number.ts',
    from: ", bin: 'with' }",
    to: ' }',
    test: {
      file: 'packages/testkit/test/kernel/serial.test.ts',
      name: 'sqlite > numbers run from 1 on in each tenant, in batches too, and are not given again',
    },
  },
  {
    name: 'tickets: macros of other teams',
    file: rolesFile,
    from: "scope: { visibility: 'all' }, can: ['read'] }",
    to: "scope: 'all', can: ['read'] }",
    test: {
      file: 'packages/tickets/test/macro/macro.test.ts',
      name: 'sqlite > macros are seen and applied by everybody, by a team, or by their owner',
    },
  },
  {
    name: 'tickets: who has gone is still there',
    file: 'packages/tickets/src/presence/present.ts',
    from: 'until > now',
    to: 'until >= now',
    test: {
      file: presenceTests,
      name: 'sqlite > T26: who else is at a ticket, and for how long; what somebody writes outlives what others do',
    },
  },
  {
    name: 'tickets: drafts of others',
    file: rolesFile,
    from: 'ticketDraft: { scope: { userId: me }',
    to: "ticketDraft: { scope: { through: ['ticket'] }",
    test: {
      file: presenceTests,
      name: 'sqlite > T26: who else is at a ticket, and for how long; what somebody writes outlives what others do',
    },
  },
  {
    name: 'tickets: a merged complaint is sales’ twice',
    file: 'packages/tickets/src/complaint/tell-sales.ts',
    from: 'else if (root.salesTaskId !== task.id) ',
    to: 'else if (root.salesTaskId === task.id) ',
    test: {
      file: 'packages/tickets/test/complaint/complaint.test.ts',
      name: 'sqlite > D7: of merged complaints one task is left to do, with the ticket that goes on',
    },
  },
  {
    name: 'tickets: articles of colleagues',
    file: rolesFile,
    from: "{ stage: 'published', visibility: 'public' }",
    to: "{ stage: 'published' }",
    test: {
      file: knowledgeTests,
      name: 'sqlite > T34: readers find what is published, and an old address leads to the new edition',
    },
  },
  {
    name: 'tickets: a word in a title is worth little',
    file: 'packages/tickets/src/knowledge/find.ts',
    from: 'const ofTitle = 3',
    to: 'const ofTitle = 0.3',
    test: {
      file: knowledgeTests,
      name: 'sqlite > T34: of a thousand articles the one about refunds answers 退款 多久',
    },
  },
  {
    name: 'tickets: who is angry twice',
    file: 'packages/tickets/src/sentiment/sentiment.ts',
    from: ' && (mood === null || mood > angry)',
    to: '',
    test: {
      file: 'packages/tickets/test/sentiment/sentiment.test.ts',
      name: 'sqlite > D9: an angry customer is looked at sooner, by one level, once, and tagged',
    },
  },
  {
    name: 'tickets: promises of a ticket that is not seen',
    file: 'packages/tickets/src/sla/report.ts',
    from: '  await crm.tickets.get(id) // for those who may read it\n',
    to: '',
    test: {
      file: rightsTests,
      name: 'who may not read a ticket does nothing with it and hears nothing of it, by whichever way',
    },
  },
  {
    name: 'tickets: a hook that goes beyond the actor',
    file: 'packages/tickets/src/presence/hooks.ts',
    from: "  actions: ['update'],\n",
    to: "  actions: ['update'],\n  elevate: true,\n",
    test: { file: rightsTests, name: 'of the hooks of tickets routing alone goes beyond what the actor may' },
  },
]
