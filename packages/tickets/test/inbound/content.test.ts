import { isCrmError } from '@guanxi/core'
import { expect, test } from 'vitest'
import { codeOf } from '../../../testkit/test/both.ts'
import { letter, onDesks } from './mail.ts'

const text = (base64: string) => new TextDecoder().decode(Uint8Array.from(atob(base64), (one) => one.charCodeAt(0)))

/** HTML with a picture of its own, and a file. */
const rich = (html: string) =>
  letter({
    headers: { 'Content-Type': 'multipart/mixed; boundary="M"' },
    body: [
      ...['--M', 'Content-Type: multipart/related; boundary="R"', ''],
      ...['--R', 'Content-Type: text/html; charset=utf-8', '', html],
      ...[
        '--R',
        'Content-Type: image/png; name="logo.png"',
        'Content-ID: <logo@x>',
        'Content-Transfer-Encoding: base64',
        '',
        'iVBORw0KGgo=',
      ],
      ...[
        '--R--',
        '--M',
        'Content-Type: text/plain',
        "Content-Disposition: attachment; filename*=UTF-8''%E5%8F%91%E7%A5%A8.txt",
        'Content-Transfer-Encoding: base64',
        '',
        'aGVsbG8=',
      ],
      '--M--',
    ].join('\r\n'),
  })
const html = '<p>货还没到</p><script>alert(1)</script><img src="https://x.example/spy.gif"><img src="cid:logo@x">'

onDesks((desk) => {
  test('T23: scripts are gone, remote pictures blocked, its own kept; the mail is there as it came', async () => {
    const { agent, got, said } = await desk()
    const raw = rich(html)
    const { ticketId } = await got(raw)
    const id = ticketId ?? ''
    const [message] = await said(id)
    expect(message).toMatchObject({
      body: '货还没到',
      html: '<p>货还没到</p><img data-remote="https://x.example/spy.gif"><img src="cid:logo@x">',
      files: [
        { name: 'logo.png', type: 'image/png', size: 8, cid: 'logo@x' },
        { name: '发票.txt', type: 'text/plain', size: 5 },
      ],
    })
    const held = (hash = '') => agent.tickets.file(id, { message: message?.id ?? '', hash })
    const whole = await held(message?.mail?.raw)
    expect([whole.name, whole.type, text(whole.data)]).toEqual(['message.eml', 'message/rfc822', raw])
    expect(text((await held(message?.files[1]?.hash)).data)).toBe('hello')
    expect(await codeOf(() => held('0'.repeat(64)))).toBe('NOT_FOUND')
    // Another ticket has nothing of it.
    const { ticketId: other } = await got(letter({ id: 'm2@example.com' }))
    const [of] = await said(other)
    const asked = agent.tickets.file(other ?? '', { message: of?.id ?? '', hash: message?.files[1]?.hash ?? '' })
    expect(await codeOf(() => asked)).toBe('NOT_FOUND')
  })

  test('T33: files go where their messages go', async () => {
    const { agent, got, said } = await desk()
    const { ticketId } = await got(rich(html))
    const [message] = await said(ticketId)
    const { id } = await agent.tickets.split(ticketId ?? '', { messages: [message?.id ?? ''] })
    const [moved] = await said(id)
    const hash = moved?.files[1]?.hash ?? ''
    expect(text((await agent.tickets.file(id, { message: moved?.id ?? '', hash })).data)).toBe('hello')
  })

  test('HTML is made safe on whatever way it comes', async () => {
    const { agent, system, got } = await desk()
    const id = (await got(letter())).ticketId ?? ''
    const evil = '<p onclick=x>a</p><script>1</script><img src="https://x.example/a.png">'
    expect((await system.tickets.receive(id, { body: 'a', html: evil })).message.html).toBe(
      '<p>a</p><img data-remote="https://x.example/a.png">',
    )
    // A picture in an answer is the agent's own.
    expect((await agent.tickets.reply(id, { body: 'a', html: evil })).html).toBe(
      '<p>a</p><img src="https://x.example/a.png">',
    )
    await agent.tickets.update(id, { messages: { add: [{ kind: 'note', body: 'a', html: evil }] } })
    const { items } = await agent.ticketMessages.list({ where: { ticketId: id, kind: 'note' } })
    expect(items[0]?.html).toBe('<p>a</p><img data-remote="https://x.example/a.png">')
  })

  test('an answer with a file, HTML and a signature goes out as one mail', async () => {
    const { crm, agent, got, sent } = await desk()
    const id =
      (await got(letter({ headers: { Cc: 'chen@example.com, sales@x.cn', 'Reply-To': 'office@example.com' } })))
        .ticketId ?? ''
    await agent.tickets.reply(id, {
      body: '见附件',
      html: '<p>见附件</p>',
      files: [{ name: '发票.txt', data: btoa('hello') }],
    })
    await crm.tick()
    expect(sent().at(-1)).toMatchObject({
      to: [{ address: 'office@example.com' }],
      cc: [{ address: 'chen@example.com' }],
      text: '见附件\n\n-- \nX 客服部',
      html: '<p>见附件</p><p>-- <br>X 客服部</p>',
      files: [{ name: '发票.txt', type: 'application/octet-stream', data: new TextEncoder().encode('hello') }],
      headers: { 'X-Loop': 'support@x.cn' },
    })
    const bad = agent.tickets.reply(id, { body: 'x', files: [{ name: 'a', data: 'no base64!' }] })
    const error = await bad.catch((reason: unknown) => reason)
    expect(isCrmError(error, 'INVALID') && error.path).toBe('files[0].data')
  })

  test('bytes in base64: a mail in GBK', async () => {
    const { agent, system } = await desk()
    const headers = { 'Content-Type': 'text/plain; charset=GBK' }
    const raw = btoa(letter({ subject: '=?GBK?B?tqm1pQ==?=', headers, body: '\xbb\xf5\xbb\xb9\xc3\xbb\xb5\xbd' }))
    const { ticketId } = await system.inbound.email({ raw, mailbox: 'SUPPORT@x.cn' })
    expect(await agent.tickets.get(ticketId ?? '')).toMatchObject({ subject: '订单', channel: 'email' })
    expect((await agent.ticketMessages.list({ where: { ticketId: ticketId ?? '' } })).items[0]?.body).toBe('货还没到')
    expect(await codeOf(() => system.inbound.email({ raw: '!', mailbox: 'support@x.cn' }))).toBe('INVALID')
  })
})
