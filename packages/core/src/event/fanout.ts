import mitt from 'mitt'
import type { Logger } from '../time/index.ts'
import type { Fact } from './fact.ts'

// mitt's declarations describe its CommonJS build; under nodenext its default export is the module.
const createEmitter = mitt as unknown as typeof mitt.default

/** Tells this process of facts, after their commit. Best effort: a listener that throws is logged and disturbs nobody. */
export interface Fanout {
  on(type: string, listener: (fact: Fact) => void): () => void
  announce(facts: readonly Fact[]): void
}

export function fanout(logger: Logger): Fanout {
  const emitter = createEmitter<Record<string, Fact>>()
  return {
    on(type, listener) {
      const isolated = (fact: Fact) => {
        const failed = (error: unknown) => logger.error('a listener failed', { type: fact.type, error })
        try {
          // A listener may be an async function: what it rejects with would end the process.
          Promise.resolve<unknown>(listener(fact)).catch(failed)
        } catch (error) {
          failed(error)
        }
      }
      emitter.on(type, isolated)
      return () => emitter.off(type, isolated)
    },
    announce(facts) {
      for (const fact of facts) emitter.emit(fact.type, fact)
    },
  }
}
