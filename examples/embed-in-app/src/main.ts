import { serve } from '@hono/node-server'
import { appOf } from './app.ts'
import { onPostgres } from './postgres.ts'
import { hashOf, newUser } from './sign-up.ts'
import { onSqlite } from './sqlite.ts'

const { DATABASE_URL, PORT = '3000' } = process.env
const host = DATABASE_URL === undefined ? await onSqlite('app.db') : await onPostgres(DATABASE_URL)

if ((await host.users.count()) === 0) {
  const { user, token } = newUser({ email: 'li@example.com', name: '李雷', role: 'sales desk' })
  await host.users.insert(user, hashOf(token))
  console.log(`${user.name} of the sales desk: Authorization: Bearer ${token}`)
}

const server = serve({ fetch: appOf(host).fetch, port: Number(PORT) }, ({ port }) =>
  console.log(`Listening on http://localhost:${port}`),
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close(() => host.close()))
