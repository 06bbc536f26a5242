import { isCrmError } from '@guanxi/core'
import type { Context, ErrorHandler } from 'hono'
import { accepts } from 'hono/accepts'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ZodError } from 'zod'

/** What went wrong, as JSON: the code for programs, the message for people, in their language. */
export const answerError: ErrorHandler = (error, c) => {
  if (isCrmError(error)) {
    const { code, path } = error
    const language = languageOf(c)
    const status = error.status as ContentfulStatusCode // every code has one that may carry a body
    return c.json({ code, path, message: error.localized(language), hint: error.localizedHint(language) }, status)
  }
  if (error instanceof ZodError) {
    const [{ path, message } = { path: [], message: error.message }] = error.issues
    return c.json({ path: path.join('.'), message }, 400)
  }
  if (error instanceof HTTPException) return c.json({ message: error.message }, error.status)
  if (error instanceof SyntaxError) return c.json({ message: 'The body is no JSON.' }, 400)
  console.error(error)
  return c.json({ message: 'Something went wrong here.' }, 500)
}

const languageOf = (c: Context) =>
  accepts(c, {
    header: 'Accept-Language',
    supports: ['en', 'zh-CN'],
    default: 'en',
    match: (wanted) => (wanted.find(({ type }) => /^(en|zh)\b/i.test(type))?.type.startsWith('zh') ? 'zh-CN' : 'en'),
  }) as 'en' | 'zh-CN'
