import { checked } from '../problem.ts'
import type { ReadVerb } from '../read/verb.ts'
import type { WriteVerb } from '../record/verb.ts'

// Rarely called: what they do is loaded when they are.

export const eraseSubject: WriteVerb = {
  parse(run) {
    run.input = checked(run.operation.contract.input, run.raw)
  },
  load: async (run) => (await import('./erase.ts')).erase(run),
  result: (run) => run.result,
}

export const exportSubject: ReadVerb = async (read) => (await import('./export.ts')).exported(read)
