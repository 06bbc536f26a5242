import { type CoreTypes, CrmError, type HandlersOf } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import { alert } from './alert.ts'
import { answer, form } from './answer.ts'
import { ask } from './ask.ts'
import type { surveyOperations } from './operations.ts'
import type { SurveyOptions } from './options.ts'
import { withdraw } from './withdraw.ts'

/** Without options nobody is asked, and no token is good. */
export const surveyHandlers = (
  options: SurveyOptions | undefined,
): HandlersOf<CoreTypes & TicketsTypes, typeof surveyOperations> => ({
  surveys: {
    form: (context, { token }) => form(context, token),
    async answer(context, input) {
      if (options === undefined) throw new CrmError('NOT_FOUND', { details: { entity: 'survey' } })
      return answer(context, options, input)
    },
    async ask(context, solution) {
      return { asked: options !== undefined && (await ask(context, options, solution)) }
    },
    async withdraw(context, input) {
      return { withdrawn: await withdraw(context, input) }
    },
    async alert(context, solution) {
      return { taskId: options === undefined ? null : await alert(context, options, solution) }
    },
  },
})
