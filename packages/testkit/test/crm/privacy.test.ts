import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'
import { Canaries } from '../privacy/canaries.ts'
import { made, plant } from '../privacy/person.ts'
import { personalColumns } from '../privacy/personal-columns.ts'
import { found, present, rawColumns } from '../privacy/raw.ts'
import { rowsOf } from '../rows-of.ts'

const he = () => new Canaries('zq7x')
const she = () => new Canaries('yk5w')

onBoth((make) => {
  test('P1: nothing of a person is left in any column once he is erased, and everything of the others is', async () => {
    const storage = await make()
    const { crm, me } = await made(storage)
    const [his, hers] = [he(), she()]
    const { contactId, companyId } = await plant(me, his, '138', hers)
    await plant(me, hers, '139')
    // Its values stay where they are, unseen.
    await me.customFields.remove({ entity: 'deal', name: 'whim' })
    const before = await rawColumns(storage)
    expect(present(before, his.values)).toEqual(his.values)
    expect(his.values.length).toBeGreaterThanOrEqual(40)
    const untouched = personalColumns(crm.describe()).filter(
      (column) => found(one(before, column), his.values).length === 0,
    )
    expect(untouched, 'plant something there').toEqual([])

    const receipt = await me.contacts.eraseSubject(contactId, {}, { reason: 'asked on 3 March' })
    const after = await rawColumns(storage)
    expect(found(after, his.values)).toEqual([])
    expect(present(after, hers.values)).toEqual(hers.values)
    // A search index has texts in parts, and keeps those that were deleted until it is compacted.
    await crm.compact()
    expect(found(await rawColumns(storage), ['zq7', 'q7x'])).toEqual([])

    const subject = { entity: 'contact', id: contactId }
    expect(receipt).toMatchObject({ actor: 'u_adm', reason: 'asked on 3 March', subject, kept: [] })
    const anonymised = receipt.anonymised.map(({ entity, fields }) => `${entity}: ${fields}`)
    expect(anonymised).toEqual(expect.arrayContaining(['deal: title', 'student: nick,grades', 'report: text']))
    expect(await me.contacts.get(contactId)).toMatchObject({ name: null, email: null, hobby: null, companyId })
    expect(await me.contacts.erasures(contactId)).toEqual([receipt])
  })

  test('P1: figures stay right, and who did what stays told', async () => {
    const { me } = await made(await make())
    const { contactId, orderId } = await plant(me, he(), '138')
    const sums = () =>
      me.orders.aggregate({
        groupBy: { who: { field: 'contactId' } },
        measures: { sum: { fn: 'sum', field: 'total' } },
      })
    const before = await sums()
    await me.contacts.eraseSubject(contactId, {})
    expect(await sums()).toEqual(before)
    expect(await me.orders.get(orderId)).toMatchObject({ total: 700, contactId })
    const story = await me.contacts.story(contactId)
    const actions = story.map(({ action }) => action)
    expect([actions[0], actions[1], actions.at(-1)]).toEqual(['create', 'update', 'erase'])
    expect(story[1]).toMatchObject({ actor: 'u_adm', reason: null, changes: { name: ['[erased]', '[erased]'] } })
  })

  test('P1: once more is answered by the same receipt, until there is something new to erase', async () => {
    const { me } = await made(await make())
    const { contactId } = await plant(me, he(), '138')
    const receipt = await me.contacts.eraseSubject(contactId, {})
    expect(await me.contacts.eraseSubject(contactId, {})).toEqual(receipt)
    await me.contacts.update(contactId, { email: 'again@example.com' })
    const again = await me.contacts.eraseSubject(contactId, {})
    expect(again.erased).toEqual([{ entity: 'contact', recordId: contactId, fields: ['email'] }])
    expect((await me.contacts.erasures(contactId)).map(({ id }) => id)).toEqual([receipt.id, again.id])
  })

  test('P1: what a duty wants kept stays as it is, and the receipt says why', async () => {
    const storage = await make()
    const { me } = await made(storage)
    const his = he()
    const { contactId, orderId } = await plant(me, his, '138')
    const keep = [{ entity: 'order', reason: 'tax law: ten years' }]
    const { kept } = await me.contacts.eraseSubject(contactId, { keep })
    expect(kept).toEqual([{ ...keep[0], recordIds: [orderId] }])
    const line = his.made.get('orderLine.description')
    expect(present(await rawColumns(storage), his.values)).toEqual([line])
    expect((await me.orderLines.list({ where: { orderId } })).items).toMatchObject([{ description: line }])
    const refused = async (entity: string) => {
      const { code, path } = await errorOf(() =>
        me.contacts.eraseSubject(contactId, { keep: [{ entity, reason: 'x' }] }),
      )
      return [code, path]
    }
    expect(await refused('orders')).toEqual(['INVALID', 'keep[0].entity'])
    expect(await refused('contact')).toEqual(['INVALID', 'keep[0].entity'])
  })

  test('P1: a role grants it by name, and it reaches what its actor may not see; nobody else may', async () => {
    const storage = await make()
    const { me, as } = await made(storage)
    const his = he()
    const { contactId } = await plant(me, his, '138')
    expect(await codeOf(() => as('u_other', 'sales').contacts.eraseSubject(contactId, {}))).toBe('FORBIDDEN')
    expect(await codeOf(() => as('u_other', 'sales').contacts.exportSubject(contactId, {}))).toBe('FORBIDDEN')
    await as('u_dpo', 'officer').contacts.eraseSubject(contactId, {})
    expect(present(await rawColumns(storage), his.values)).toEqual([])
  })

  test('P1: it takes a person out of the bin as well, and a dry run takes nothing', async () => {
    const storage = await make()
    const { me } = await made(storage)
    const his = he()
    const { contactId } = await plant(me, his, '138')
    await me.contacts.delete(contactId)
    const { changes, facts } = await me.contacts.eraseSubject(contactId, {}, { dryRun: true })
    expect(changes.find(({ entity }) => entity === 'contact')?.fields.city).toEqual([
      his.made.get('contact.city after'),
      null,
    ])
    expect(facts).toEqual([{ type: 'contact.erased', recordId: contactId }])
    expect(present(await rawColumns(storage), his.values)).toEqual(his.values)
    await me.contacts.eraseSubject(contactId, {})
    expect(present(await rawColumns(storage), his.values)).toEqual([])
  })

  test('P1: a stored call cannot bring him back', async () => {
    const { me } = await made(await make())
    const { contactId } = await plant(me, he(), '138')
    await me.contacts.eraseSubject(contactId, {})
    expect(await codeOf(() => me.contacts.create({ name: 'x' }, { idempotencyKey: '138' }))).toBe(
      'IDEMPOTENCY_MISMATCH',
    )
  })

  test('P1: what waits to be told is told without values, and one fact tells what was erased', async () => {
    const storage = await make()
    const { crm, me } = await made(storage)
    const { contactId, orderId } = await plant(me, he(), '138')
    const told: unknown[] = []
    crm.on('contact.erased', ({ data }) => told.push(data))
    const { id: receipt } = await me.contacts.eraseSubject(contactId, {})
    const facts = (await rowsOf(storage, 'outbox')).filter(({ recordId }) => recordId === contactId)
    expect([facts[0], facts[1], facts.at(-1)].map((fact) => fact?.type)).toEqual([
      'contact.created',
      'contact.updated',
      'contact.erased',
    ])
    expect(facts[0]?.data).toMatchObject({ id: contactId, name: '[erased]', birthday: null, custom: {} })
    expect(facts[1]?.data).toMatchObject({ before: { name: '[erased]' }, after: { name: '[erased]', version: 2 } })
    const records = expect.arrayContaining([{ entity: 'contact', recordId: contactId }])
    expect(told).toEqual([{ receipt, records }])
    expect(told).not.toContainEqual(expect.objectContaining({ recordId: orderId }))
  })

  test('P1: who is writing to him when he is erased is waited for, and finds him erased', async () => {
    const storage = await make()
    const { me } = await made(storage)
    const { contactId } = await plant(me, he(), '138')
    const late = new Canaries('late9')
    let leave = () => {}
    const left = new Promise<void>((resolve) => {
      leave = resolve
    })
    let writing: Promise<void> | undefined
    await new Promise<void>((entered) => {
      writing = me.transaction(async (tx) => {
        await tx.contacts.update(contactId, { address: late.text('address') })
        await tx.deals.create({ contactId, title: late.text('title') })
        entered()
        await left
      })
    })
    const erasing = me.contacts.eraseSubject(contactId, {})
    leave()
    await writing
    expect(await erasing).toMatchObject({ subject: { id: contactId } })
    expect(present(await rawColumns(storage), late.values)).toEqual([])
  })

  test('P1: a colleague is erased like a customer; his user id, and whose a record is, stays', async () => {
    const storage = await make()
    const { me } = await made(storage)
    const his = he()
    const { id } = await me.members.create({ userId: 'u_7', name: his.text('name'), email: his.email('email') })
    const { id: companyId } = await me.companies.create({ name: 'Acme', ownerId: 'u_7' })
    await me.members.eraseSubject(id, {})
    expect(present(await rawColumns(storage), his.values)).toEqual([])
    expect(await me.members.get(id)).toMatchObject({ userId: 'u_7', name: '[erased]', email: null })
    expect(await me.companies.get(companyId)).toMatchObject({ name: 'Acme', ownerId: 'u_7' })
  })

  test('P2: an export has everything of a person and nothing of others, as JSON and as tables', async () => {
    const { me } = await made(await make())
    const [his, hers] = [he(), she()]
    const { contactId } = await plant(me, his, '138', hers)
    await plant(me, hers, '139')
    const has = (text: string, canaries: Canaries) => canaries.values.filter((value) => text.includes(value))
    const whole = await me.contacts.exportSubject(contactId, {})
    expect(has(JSON.stringify(whole), his)).toEqual(his.values)
    expect(has(JSON.stringify(whole), hers)).toEqual([])
    expect(Object.keys(whole.records).toSorted()).toEqual(
      expect.arrayContaining(['contacts', 'deals', 'orders', 'orderLines', 'reports', 'students', 'visits']),
    )
    const { files } = await me.contacts.exportSubject(contactId, { format: 'csv' })
    const text = files.map(({ content }) => content).join()
    expect([has(text, his), has(text, hers)]).toEqual([his.values, []])
  })

  test('P2: an export goes as far as its actor sees', async () => {
    const { me, as } = await made(await make())
    const his = he()
    const { contactId } = await plant(me, his, '138')
    const { records, story } = await as('u_clerk', 'clerk').contacts.exportSubject(contactId, {})
    expect(Object.keys(records).toSorted()).toEqual(['contactPreferences', 'contacts', 'orderLines', 'orders'])
    expect(records.contacts).toMatchObject([{ email: null, address: his.made.get('contact.address') }])
    expect(JSON.stringify(story)).not.toContain(his.made.get('contact.email'))
    expect(JSON.stringify(story)).not.toContain(his.made.get('deal.title'))
  })

  test('P2: a cell that a spreadsheet would run is text', async () => {
    const { me } = await made(await make())
    const { id } = await me.contacts.create({ name: '=1+1', title: 'a "b", c\nd' })
    const { files } = await me.contacts.exportSubject(id, { format: 'csv' })
    expect(files.find(({ name }) => name === 'contacts.csv')?.content).toContain(`,'=1+1,`)
    expect(files.find(({ name }) => name === 'contacts.csv')?.content).toContain(`,"a ""b"", c\nd",`)
  })
})

const one = (columns: ReadonlyMap<string, string>, name: string) => new Map([[name, columns.get(name) ?? '']])
