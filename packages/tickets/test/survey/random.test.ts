import { isCrmError } from '@guanxi/core'
import { Random } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { desk } from './desk.ts'

const full = process.env.GUANXI_TEST_FULL === '1'
const [worlds, steps] = full ? [20, 300] : [1, 12]
const hour = 3_600_000

/** What was done to a ticket, as somebody keeps it on paper. */
interface Paper {
  readonly id: string
  stage: 'open' | 'solved' | 'closed'
  cycle: number
  solvedAt: number
  /** Until when each solution may be answered, once it was asked about. */
  readonly asked: Map<number, number>
  readonly scores: Map<number, number>
}

onOne((stage) => {
  for (let seed = 1; seed <= worlds; seed++)
    test(`any weeks of a desk: who is asked, who may answer, and what the supervisor has to do (seed ${seed})`, async () => {
      const random = new Random(seed)
      const { agent, system, admin, post, clock, crm, opened, surveys } = await desk(stage(), {
        delay: 'PT24H',
        expires: 'P4D',
      })
      const papers: Paper[] = []
      const another = async () =>
        papers.push({ id: await opened(), stage: 'open', cycle: 1, solvedAt: 0, asked: new Map(), scores: new Map() })
      for (let i = 0; i < 4; i++) await another()
      for (let step = 0; step < steps; step++) {
        await clock.advance(`PT${random.int(1, 20)}H`)
        await crm.tick()
        const now = Date.parse(clock.at)
        for (const paper of papers)
          if (paper.stage !== 'open' && paper.solvedAt + 24 * hour <= now && !paper.asked.has(paper.cycle))
            paper.asked.set(paper.cycle, now + 96 * hour)
        for (const paper of papers)
          if (paper.stage === 'solved' && paper.solvedAt + 28 * 24 * hour <= now) paper.stage = 'closed'
        if (step % 20 === 19) await another()
        const paper = random.pick(papers.slice(-4))
        const action = random.pick(['solve', 'solve', 'receive', 'automatic', 'close', 'answer', 'answer'] as const)
        if (action === 'solve' && paper.stage === 'open') {
          await agent.tickets.solve(paper.id, {})
          Object.assign(paper, { stage: 'solved', solvedAt: now })
        } else if (action === 'receive' && paper.stage !== 'closed') {
          await system.tickets.receive(paper.id, { body: '又来了' })
          if (paper.stage === 'solved') Object.assign(paper, { stage: 'open', cycle: paper.cycle + 1 })
        } else if (action === 'automatic') await system.tickets.receive(paper.id, { body: '不在', automatic: true })
        else if (action === 'close' && paper.stage === 'solved' && random.int(1, 4) === 1) {
          await admin.tickets.close(paper.id, {})
          paper.stage = 'closed'
        } else if (action === 'answer' && paper.asked.size > 0) {
          const cycle = random.pick([...paper.asked.keys()])
          const invitation = post.sent.find(
            ({ ticket, token }) => ticket.id === paper.id && token.includes(`.${cycle}.`),
          )
          const score = random.int(0, 10)
          const said = await system.surveys.answer({ token: invitation?.token ?? '', score }).then(
            () => 'counts',
            (error: unknown) => (isCrmError(error) ? error.code : error),
          )
          const over = now >= (paper.asked.get(cycle) ?? 0)
          expect(said).toBe(paper.scores.has(cycle) ? 'ALREADY_ANSWERED' : over ? 'SURVEY_OVER' : 'counts')
          if (said === 'counts') paper.scores.set(cycle, score)
        }
      }
      await crm.tick()
      let low = 0
      for (const { id, asked, scores } of papers) {
        const sent = post.sent.filter(({ ticket }) => ticket.id === id)
        expect(sent).toHaveLength(asked.size)
        expect((await surveys(id)).map(({ cycle, score }) => [cycle, score])).toEqual(
          [...asked.keys()].map((cycle) => [cycle, scores.get(cycle) ?? null]),
        )
        low += [...scores.values()].filter((score) => score < 6).length
      }
      expect(await admin.tasks.count()).toBe(low)
      expect(await admin.deadLetters.list({})).toMatchObject({ items: [] })
    })
})
