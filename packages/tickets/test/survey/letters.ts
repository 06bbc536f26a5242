import type { Invitation } from '../../src/index.ts'

/** A postman for tests: keeps what he was given, once for each key, and loses what he is told to. */
export function letters() {
  const sent: Invitation[] = []
  const tries: string[] = []
  let mood: 'well' | 'away' | 'forgetful' = 'well'
  return {
    sent,
    /** The keys that he was given, each time. */
    tries,
    /** `away` he takes nothing; `forgetful` he sends it, and says that he has not. */
    is: (now: typeof mood) => {
      mood = now
    },
    async send(invitation: Invitation) {
      tries.push(invitation.key)
      if (mood === 'away') throw new Error('the postman is away')
      if (!sent.some(({ key }) => key === invitation.key)) sent.push(invitation)
      if (mood === 'forgetful') throw new Error('the postman has lost his receipt')
    },
  }
}
