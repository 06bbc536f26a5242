import { writeSync } from 'node:fs'
import { appOf } from '../src/app.ts'
import { open } from './open.ts'

// Signs somebody up, and stops for ever between the two writes: whoever started this kills it there.
const host = await open(process.argv[2] ?? '')
const app = appOf(host, async (users) => {
  writeSync(1, `users in its transaction: ${await users.count()}\n`)
  await new Promise(() => setInterval(() => {}, 1000))
})
await app.request('/signup', { method: 'POST', body: JSON.stringify({ name: '王芳', email: 'wang@example.com' }) })
