import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'
import type { Desk } from './crm.ts'
import { answerError } from './errors.ts'
import type { Host } from './host.ts'
import { type Between, hashOf, signUp } from './sign-up.ts'

interface Env {
  readonly Variables: { readonly me: Desk }
}

/** The app. What comes in over HTTP goes to the CRM as it is: there it is checked, and refused with a path and a hint. */
export function appOf(host: Host, between?: Between) {
  const app = new Hono<Env>()
  app.onError(answerError)

  app.post('/signup', async (c) => c.json(await signUp(host, await c.req.json(), between), 201))

  app.use(signedIn(host))
  app.post('/companies', async (c) => c.json(await c.var.me.companies.create(await c.req.json()), 201))
  app.get('/contacts', async (c) => {
    const { after, ...where } = c.req.query()
    return c.json(await c.var.me.contacts.list({ where, ...(after && { after }) }))
  })
  app.post('/deals', async (c) => c.json(await c.var.me.deals.create(await c.req.json()), 201))
  app.post('/deals/:id/move', async (c) => c.json(await c.var.me.deals.move(c.req.param('id'), await c.req.json())))
  app.get('/deals/:id/history', async (c) => c.json(await c.var.me.deals.history(c.req.param('id'))))
  return app
}

/** Every request acts as the user whose token it brings, with the roles that the app's own table gives him. */
const signedIn = ({ crm, users }: Host) =>
  createMiddleware<Env>(async (c, next) => {
    const [, token = ''] = /^Bearer (\S+)$/.exec(c.req.header('Authorization') ?? '') ?? []
    const user = await users.byToken(hashOf(token))
    if (user === undefined) throw new HTTPException(401, { message: 'Sign up, and send the token: Bearer …' })
    c.set('me', crm.as({ user: user.id, roles: user.role.split(' ') }))
    await next()
  })
