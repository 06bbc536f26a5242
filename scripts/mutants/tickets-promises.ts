import type { Mutant } from './mutant.ts'

const clockFile = 'packages/tickets/src/sla/clock.ts'
const metricFile = 'packages/tickets/src/sla/metric.ts'
const rulesTests = 'packages/tickets/test/sla/rules.test.ts'
const scenariosTests = 'packages/tickets/test/sla/scenarios.test.ts'
const statesTests = 'packages/tickets/test/sla/states.test.ts'
const surveyTests = 'packages/tickets/test/survey/survey.test.ts'

/** Defects in what is promised about tickets, in figures of it, and in asking customers how it was. */
export const promiseMutants: readonly Mutant[] = [
  {
    name: 'tickets: a first reply that is promised twice',
    file: metricFile,
    from: "only: 'unanswered', ",
    to: '',
    test: { file: rulesTests, name: 'sqlite > the first answer is promised apart from the next ones' },
  },
  {
    name: 'tickets: a next reply before the first',
    file: metricFile,
    from: "starts: ['message'], only: 'answered', ",
    to: "starts: ['message'], ",
    test: {
      file: scenariosTests,
      name: 'sqlite > T09: the oldest message counts, and the next answer ends it; the worker is late',
    },
  },
  {
    name: 'tickets: an update is promised at once',
    file: metricFile,
    from: "starts: ['reply'], pauses",
    to: "starts: ['created', 'reply'], pauses",
    test: { file: rulesTests, name: 'sqlite > an update is promised from one answer to the next' },
  },
  {
    name: 'tickets: a resolution that no hold pauses',
    file: metricFile,
    from: "resolution: { ...work, pauses: ['pending', 'hold'] }",
    to: "resolution: { ...work, pauses: ['pending'] }",
    test: { file: scenariosTests, name: 'sqlite > solved out of a hold of six months: the hold is not counted' },
  },
  {
    name: 'tickets: an agent works while it is on hold',
    file: metricFile,
    from: "agent_work: { ...work, pauses: ['pending', 'hold'] }",
    to: "agent_work: { ...work, pauses: ['pending'] }",
    test: { file: rulesTests, name: 'sqlite > what an agent works, and what the customer waits, are not the same' },
  },
  {
    name: 'tickets: a customer does not wait while it is on hold',
    file: metricFile,
    from: "requester_wait: { ...work, pauses: ['pending'] }",
    to: "requester_wait: { ...work, pauses: ['pending', 'hold'] }",
    test: { file: rulesTests, name: 'sqlite > what an agent works, and what the customer waits, are not the same' },
  },
  {
    name: 'tickets: a pause gives all of the time back',
    file: clockFile,
    from: 'const left = clock.target - clock.consumed',
    to: 'const left = clock.target',
    test: { file: scenariosTests, name: 'sqlite > T07: a pause keeps what was used, and nothing else' },
  },
  {
    name: 'tickets: late before it was asked for',
    file: clockFile,
    from: 'breachedAt: later(dueAt, clock.targetSince)',
    to: 'breachedAt: dueAt',
    test: {
      file: scenariosTests,
      name: 'sqlite > T11: a priority that is raised is late from that moment on, and never before',
    },
  },
  {
    name: 'tickets: an escalation of what has ended',
    file: 'packages/tickets/src/sla/escalate.ts',
    from: '!isOpen(clock) || ',
    to: '',
    test: { file: statesTests, name: 'sqlite > an escalation whose clock has ended meanwhile is not carried out' },
  },
  {
    name: 'tickets: what stands still is not recomputed',
    file: 'packages/tickets/src/sla/handlers.ts',
    from: "['running', 'paused', 'breached']",
    to: "['running', 'breached']",
    test: {
      file: statesTests,
      name: 'sqlite > what is promised anew holds for what stands still and for what is late, and not for what has ended',
    },
  },
  {
    name: 'tickets: what was late once is kept later',
    file: 'packages/tickets/src/metrics/kept.ts',
    from: 'fulfilledAt: during, breachedAt: null',
    to: 'fulfilledAt: during',
    test: {
      file: 'packages/tickets/test/metrics/changes.test.ts',
      name: 'sqlite > a promise comes to its end once: what was late on Monday is not kept on Tuesday',
    },
  },
  {
    name: 'tickets: asked twice about one solution',
    file: 'packages/tickets/src/survey/ask.ts',
    from: "  if ((await table('survey').all({ ticketId, cycle })).length > 0) return false\n",
    to: '',
    test: {
      file: surveyTests,
      name: 'sqlite > T24: sent after its delay, cancelled by a reopening, and asked once more after the next solution',
    },
  },
  {
    name: 'tickets: to look is an answer',
    file: 'packages/tickets/src/survey/operations.ts',
    from: 'answer: command({',
    to: 'answer: query({',
    test: {
      file: surveyTests,
      name: 'sqlite > T24: to look is no answer; one answer counts; after 14 days there is none',
    },
  },
  {
    name: 'tickets: six is low',
    file: 'packages/tickets/src/survey/options.ts',
    from: 'alertBelow: 6,',
    to: 'alertBelow: 7,',
    test: {
      file: surveyTests,
      name: 'sqlite > T25, D5: below 6 the supervisor has one task and the ticket a tag; 6 is well',
    },
  },
]
