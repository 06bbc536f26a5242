import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { HTTPException } from 'hono/http-exception'
import { afterEach, expect, test } from 'vitest'
import { appOf } from '../src/app.ts'
import type { Host } from '../src/host.ts'
import { type Between, hashOf, newUser } from '../src/sign-up.ts'
import { onBoth } from './both.ts'
import { until } from './until.ts'

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})
const system = (host: Host) => host.crm.asSystem({ reason: 'test' })

onBoth((made, opened) => {
  test('rank 1: it lives in my process, my database, with my users', async () => {
    const host = await opened(await made())
    const { post, get } = client(host)
    const wang = await post<SignedUp>('/signup', { name: '王芳', email: 'wang@example.com' })
    expect(wang.status).toBe(201)
    const { userId, contactId, token } = wang.body

    // The user is in the app's table; the contact, in the same database, bears his id.
    expect(await host.users.byToken(hashOf(token))).toEqual({
      id: userId,
      email: 'wang@example.com',
      name: '王芳',
      role: 'customer',
    })
    expect(await system(host).contacts.get(contactId)).toMatchObject({ name: '王芳', externalId: userId })

    // He sees himself and nothing else; the sales desk sees him too, for nobody looks after him yet.
    await post('/signup', { name: '李娜', email: 'li@example.com' })
    const names = async (as: string, query = '') =>
      (await get<{ items: { name: string }[] }>(`/contacts${query}`, as)).body.items.map(({ name }) => name)
    const sales = await hired(host, 'sales desk')
    expect(await names(token)).toEqual(['王芳'])
    expect(await names(sales)).toEqual(['王芳', '李娜'])
    expect(await names(sales, `?email=li%40example.com`)).toEqual(['李娜'])

    // A deal, from beginning to end.
    const { body: company } = await post<Created>('/companies', { name: '北京未来科技有限公司' }, sales)
    const offer = { title: '年度合同', companyId: company.id, amount: 12_000_000, currency: 'CNY' }
    const { body: deal } = await post<Created>('/deals', offer, sales)
    expect(await post(`/deals/${deal.id}/move`, { to: 'proposal' }, sales)).toMatchObject({ status: 200 })
    const { body: history } = await get<{ stage: string }[]>(`/deals/${deal.id}/history`, sales)
    expect(history.map(({ stage }) => stage)).toEqual(['qualified', 'proposal'])
  })

  test('a refusal has its status, a code, a path and a hint, in the language of the reader', async () => {
    const host = await opened(await made())
    const { post, get } = client(host)
    const sales = await hired(host, 'sales')
    const { status, body } = await post('/companies', { nmae: 'x' }, sales, 'de, zh-TW;q=0.9, en;q=0.5')
    expect([status, body.code, body.path]).toEqual([400, 'UNKNOWN_KEY', 'nmae'])
    expect([body.message, body.hint]).toEqual(['未知的键 nmae。', '请移除该键，或先定义该字段。'])
    expect((await post('/companies', { nmae: 'x' }, sales)).body.message).toBe('Unknown key nmae.')

    const { body: customer } = await post<SignedUp>('/signup', { name: 'a', email: 'a@example.com' })
    expect(await post('/signup', { name: 'b', email: 'a@example.com' })).toMatchObject({ status: 409 })
    expect(await post('/signup', { name: 'b', email: 'nowhere' })).toMatchObject({
      status: 400,
      body: { path: 'email' },
    })
    expect(await post('/companies', { name: 'x' }, customer.token)).toMatchObject({ status: 403 })
    expect(await get('/contacts?telephone=1', sales)).toMatchObject({
      status: 400,
      body: { code: 'UNKNOWN_KEY', path: 'where.telephone' },
    })
    expect(await get('/contacts', 'nobody')).toMatchObject({ status: 401 })
  })

  test('an error between the two writes leaves neither', async () => {
    const host = await opened(await made())
    const seen: number[] = []
    const { post } = client(host, async (users) => {
      seen.push(await users.count())
      throw new HTTPException(503, { message: 'The lights went out.' })
    })
    expect(await post('/signup', { name: '王芳', email: 'wang@example.com' })).toMatchObject({ status: 503 })
    expect([await host.users.count(), await system(host).contacts.count(), seen]).toEqual([0, 0, [1]])
  })

  test('a contact that the CRM refuses leaves no user', async () => {
    const host = await opened(await made())
    await system(host).contacts.create({ email: 'wang@example.com' })
    const { status, body } = await client(host).post('/signup', { name: '王芳', email: 'wang@example.com' })
    expect([status, body.code]).toEqual([409, 'DUPLICATE'])
    expect([await host.users.count(), await system(host).contacts.count()]).toEqual([0, 1])
  })

  test('a crash between the two writes leaves neither', async () => {
    const where = await made()
    const child = spawn(process.execPath, ['--conditions=source', join(import.meta.dirname, 'crash-process.ts'), where])
    started.push(child)
    expect(await until(child.stdout, /users in its transaction: (\d)\n/)).toMatchObject({ 1: '1' })
    child.kill('SIGKILL')
    await once(child, 'close')

    const host = await opened(where)
    expect([await host.users.count(), await system(host).contacts.count()]).toEqual([0, 0])
    expect(await client(host).post('/signup', { name: '王芳', email: 'wang@example.com' })).toMatchObject({
      status: 201,
    })
  })
})

async function hired(host: Host, role: string): Promise<string> {
  const { user, token } = newUser({ email: `${role}@example.com`, name: 'Li Lei', role })
  await host.users.insert(user, hashOf(token))
  return token
}

interface Answer<B> {
  readonly status: number
  readonly body: B
}
interface Refused {
  readonly code?: string
  readonly path?: string
  readonly message: string
  readonly hint?: string
}
interface Created {
  readonly id: string
}
interface SignedUp {
  readonly userId: string
  readonly contactId: string
  readonly token: string
}

/** Calls the app as a browser would. */
function client(host: Host, between?: Between) {
  const app = appOf(host, between)
  const call = async <B>(path: string, token: string, init: RequestInit, language = 'en'): Promise<Answer<B>> => {
    const headers = { Authorization: `Bearer ${token}`, 'Accept-Language': language }
    const response = await app.request(path, { ...init, headers })
    return { status: response.status, body: (await response.json()) as B }
  }
  return {
    get: <B>(path: string, token: string) => call<B>(path, token, {}),
    post: <B = Refused>(path: string, body: unknown, token = '', language?: string) =>
      call<B>(path, token, { method: 'POST', body: JSON.stringify(body) }, language),
  }
}
