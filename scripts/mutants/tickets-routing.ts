import type { Mutant } from './mutant.ts'

const chooseFile = 'packages/tickets/src/routing/choose.ts'
const rulesTests = 'packages/tickets/test/routing/rules.test.ts'
const scenariosTests = 'packages/tickets/test/routing/scenarios.test.ts'
const teamsTests = 'packages/tickets/test/routing/teams.test.ts'

/** Defects in who gets which ticket. */
export const routingMutants: readonly Mutant[] = [
  {
    name: 'tickets: the most loaded',
    file: chooseFile,
    from: "least_loaded: [{ used: 'asc' }",
    to: "least_loaded: [{ used: 'desc' }",
    test: { file: scenariosTests, name: 'sqlite > T15: A has 1 of 2, B has 8 of 10: each method chooses one of them' },
  },
  {
    name: 'tickets: room by percent',
    file: chooseFile,
    from: "highest_spare: [{ over: 'asc' }",
    to: "highest_spare: [{ load: 'asc' }",
    test: { file: scenariosTests, name: 'sqlite > T15: A has 1 of 2, B has 8 of 10: each method chooses one of them' },
  },
  {
    name: 'tickets: percent by room',
    file: chooseFile,
    from: "highest_spare_percent: [{ load: 'asc' }",
    to: "highest_spare_percent: [{ over: 'asc' }",
    test: { file: scenariosTests, name: 'sqlite > T15: A has 1 of 2, B has 8 of 10: each method chooses one of them' },
  },
  {
    name: 'tickets: whoever had the last',
    file: chooseFile,
    from: "inTurn = [{ turn: 'asc' }]",
    to: "inTurn = [{ turn: 'desc' }]",
    test: {
      file: scenariosTests,
      name: 'sqlite > T15: round robin is by who had his last the longest time ago, also for those who come later',
    },
  },
  {
    name: 'tickets: one more than the capacity',
    file: 'packages/tickets/src/routing/seats.ts',
    from: 'used < capacity',
    to: 'used <= capacity',
    test: {
      file: scenariosTests,
      name: 'sqlite > T16: who has room again takes the oldest of the most urgent, in the same transaction',
    },
  },
  {
    name: 'tickets: a little French takes what waits',
    file: chooseFile,
    from: '(known.get(skill) ?? 0) >= level',
    to: 'known.has(skill)',
    test: { file: teamsTests, name: 'sqlite > what waits for a skill is taken by who has enough of it' },
  },
  {
    name: 'tickets: who has left takes what waits',
    file: chooseFile,
    from: 'member === undefined || member.leftAt === null',
    to: 'true',
    test: { file: teamsTests, name: 'sqlite > who has left takes nothing where a queue is anybody’s, either' },
  },
  {
    name: 'tickets: one batch is drained',
    file: 'packages/tickets/src/routing/handlers.ts',
    from: "      await later({ key: 'drain' }).routing.drain({})\n",
    to: '',
    test: { file: rulesTests, name: 'sqlite > of many that change at once each is looked at again' },
  },
  {
    name: 'tickets: who solves his own makes no room',
    file: 'packages/tickets/src/routing/hooks.ts',
    from: '  elevate: true,\n',
    to: '',
    test: { file: rulesTests, name: 'sqlite > who solves his own makes room for what he does not see' },
  },
]
