import { isCrmError } from '@guanxi/core'
import { expect, test } from 'vitest'
import { usualLimits } from '../../src/inbound/email/mail.ts'
import { parseMail } from '../../src/inbound/email/parse.ts'
import { letter } from './mail.ts'

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0) & 255)
const utf8 = (text: string) => new TextEncoder().encode(text)
const read = (raw: string | Uint8Array<ArrayBuffer>, limits = {}) =>
  parseMail(typeof raw === 'string' ? utf8(raw) : raw, { ...usualLimits, ...limits })
const reasonOf = async (raw: string | Uint8Array<ArrayBuffer>, limits = {}) => {
  const error = await read(raw, limits).catch((reason: unknown) => reason)
  return isCrmError(error, 'MAIL_REFUSED') ? error.details.reason : error
}

test('Chinese in each of its codes: subjects, bodies and names of files', async () => {
  const gbk = '\xb6\xa9\xb5\xa5' // 订单
  const big5 = '\xad\x71\xb3\xe6' // 訂單
  const subjects: readonly (readonly [string, string])[] = [
    [`=?GB2312?B?${btoa(gbk)}?=`, '订单'],
    ['=?gb18030?Q?=B6=A9=B5=A5?=', '订单'],
    [`=?GBK?B?${btoa(gbk)}?= =?UTF-8?Q?=F0=9F=93=A6?=`, '订单📦'],
    [`=?Big5?B?${btoa(big5)}?=`, '訂單'],
    ['=?utf-8?B?6K6i5Y2V?= =?utf-8?B?5Y+3?=', '订单号'],
    ['=?unknown-8bit?Q?=41?= plain', 'A plain'],
  ]
  for (const [subject, said] of subjects) expect((await read(letter({ subject }))).subject).toBe(said)
  const bodies: readonly (readonly [string, string, string])[] = [
    ['GBK', gbk, '订单'],
    ['gb2312', gbk, '订单'],
    ['GB18030', '\x81\x30\x81\x30\xb6\xa9', '\u0080订'],
    ['big5', big5, '訂單'],
    ['iso-8859-1', 'caf\xe9', 'café'],
  ]
  for (const [charset, bytes, said] of bodies) {
    const headers = { 'Content-Type': `text/plain; charset=${charset}`, 'Content-Transfer-Encoding': '8bit' }
    expect((await read(bytesOf(letter({ subject: 'x', headers, body: bytes })))).body).toBe(said)
  }
  const names: readonly (readonly [string, string])[] = [
    ["filename*=UTF-8''%E5%8F%91%E7%A5%A8.pdf", '发票.pdf'],
    ["filename*0*=UTF-8''%E5%8F%91; filename*1*=%E7%A5%A8.pdf", '发票.pdf'],
    [`filename="=?GBK?B?${btoa('\xb7\xa2\xc6\xb1.pdf')}?="`, '发票.pdf'],
    ['filename="../../etc/passwd"', '.._.._etc_passwd'],
    ['filename="a\\\\b\\"c"', 'a_b"c'],
    ['', 'attachment'],
  ]
  for (const [name, said] of names) expect((await read(withFile(name))).files[0]?.name, name).toBe(said)
})

/** A mail of two parts, the second a file. */
const withFile = (disposition: string) =>
  letter({
    subject: 'x',
    headers: { 'Content-Type': 'multipart/mixed; boundary="B"' },
    body: `--B\r\n\r\nhello\r\n--B\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; ${disposition}\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--B--\r\n`,
  })

test('a mail of HTML has a text; what is in it is made safe', async () => {
  const headers = { 'Content-Type': 'text/html; charset=utf-8' }
  const mail = await read(
    letter({ headers, body: '<p>货还<b>没到</b></p><script>x</script><img src="http://x.example/p.gif">' }),
  )
  expect(mail.body).toBe('货还没到')
  expect(mail.html).toBe('<p>货还<b>没到</b></p><img data-remote="http://x.example/p.gif">')
  expect((await read(letter({ subject: '只有主题', body: ' ' }))).body).toBe('只有主题')
  expect((await read(letter({ subject: '', body: '' }))).body).toBe('(empty)')
})

test('what a mail answers: the newest last, each once', async () => {
  const references = async (headers: Record<string, string>) => (await read(letter({ headers }))).references
  expect(await references({ References: '<a@x> <b@x>', 'In-Reply-To': '<b@x>' })).toEqual(['<a@x>', '<b@x>'])
  expect(await references({ References: '<a@x>\r\n <b@x>', 'In-Reply-To': '<c@x>' })).toEqual([
    '<a@x>',
    '<b@x>',
    '<c@x>',
  ])
  expect(await references({ 'In-Reply-To': 'c@x' })).toEqual(['<c@x>'])
  expect(await references({ References: 'your mail of Monday' })).toEqual([])
  const long = `<${'a'.repeat(2000)}@x>`
  const [one] = await references({ References: long })
  expect(one).toMatch(/^<sha256-[0-9a-f]{64}@long-id\.invalid>$/)
  expect((await read(letter({ id: long.slice(1, -1) }))).messageId).toBe(one)
  expect(await references({ References: Array.from({ length: 5000 }, (_, i) => `<${i}@x>`).join(' ') })).toHaveLength(
    100,
  )
})

test('a mail without a Message-ID is known by what it says', async () => {
  const raw = letter().replace(/Message-ID: .*\r\n/, '')
  const [one, again, other] = [await read(raw), await read(raw), await read(`${raw}!`)]
  expect(one.messageId).toMatch(/^<sha256-[0-9a-f]{64}@no-id\.invalid>$/)
  expect([again.messageId === one.messageId, other.messageId === one.messageId]).toEqual([true, false])
})

test('who has sent it: the first From, folded; nobody is refused', async () => {
  expect((await read(letter({ from: '"Wang, Fang" <WANG@Example.COM>' }))).from).toEqual({
    ...{ address: 'wang@example.com', name: 'Wang, Fang' },
  })
  expect((await read(letter({ from: '=?UTF-8?B?546L6Iqz?= <ｗang@example.com>' }))).from).toEqual({
    ...{ address: 'wang@example.com', name: '王芳' },
  })
  expect((await read(letter({ from: 'friends: a@x.cn, b@x.cn;' }))).from.address).toBe('a@x.cn')
  expect((await read(letter({ from: 'undisclosed', headers: { 'Return-Path': '<r@x.cn>' } }))).from.address).toBe(
    'r@x.cn',
  )
  expect(await reasonOf(letter({ from: 'nobody' }))).toBe('no_sender')
  expect(await reasonOf('')).toBe('no_sender')
})

test('what a database does not take is not in it', async () => {
  const mail = await read(bytesOf(letter({ subject: 'a\0b', body: 'a\0b\xed\xa0\x80c' })))
  expect([mail.subject, mail.body]).toEqual([
    expect.not.stringContaining('\0'),
    expect.not.stringMatching(/\0|\p{Cs}/u),
  ])
})

test('a mail that is too much is refused, and says of what', async () => {
  const parts = (n: number, type = 'multipart/mixed; boundary=B') =>
    letter({ headers: { 'Content-Type': type }, body: `${'--B\r\n\r\nx\r\n'.repeat(n)}--B--` })
  expect(await reasonOf(letter({ body: 'x'.repeat(2000) }), { bytes: 2000 })).toBe('too_large')
  expect(await reasonOf(parts(11), { parts: 10 })).toBe('too_many_parts')
  expect((await read(parts(10), { parts: 10 })).body).toMatch(/^x/)
  expect(await reasonOf(parts(1_000_000))).toBe('too_many_parts')
  // However the boundary is spelled.
  for (const type of [
    "multipart/mixed; boundary*0=B; x=''",
    "multipart/mixed; boundary*=us-ascii''B",
    'multipart/mixed; boundary="\\B"',
  ])
    expect(await reasonOf(parts(600, type))).toBe('too_many_parts')
  const nested = Array.from(
    { length: 30 },
    (_, i) => `--${i}\r\nContent-Type: multipart/mixed; boundary="${i + 1}"\r\n\r\n`,
  )
  expect(
    await reasonOf(letter({ headers: { 'Content-Type': 'multipart/mixed; boundary="0"' }, body: nested.join('') })),
  ).toBe('too_deep')
  expect(await reasonOf(letter({ headers: { 'X-Long': 'x'.repeat(300_000) } }))).toBe('headers_too_large')
  // Lines of dashes are no parts where there are none.
  expect((await read(letter({ body: '-----\r\n'.repeat(2000) }))).body).toMatch(/^-----/)
})

test('a mail in a mail is a file, however deep', async () => {
  const inner = (deep: number): string =>
    deep === 0
      ? 'Subject: innermost\r\n\r\nx'
      : `Content-Type: multipart/mixed; boundary="b${deep}"\r\n\r\n--b${deep}\r\nContent-Type: message/rfc822\r\n\r\n${inner(deep - 1)}\r\n--b${deep}--`
  const mail = await read(
    letter({
      headers: { 'Content-Type': 'multipart/mixed; boundary="O"' },
      body: `--O\r\n\r\nsee\r\n--O\r\nContent-Type: message/rfc822\r\n\r\n${inner(50)}\r\n--O--`,
    }),
  )
  expect(mail.body).toBe('see')
  expect(mail.files.map(({ name, type }) => [name, type])).toEqual([['message.eml', 'message/rfc822']])
})

test('any bytes at all are read or refused, and nothing else', async () => {
  let seed = 11
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  const whole = withFile('filename="a.pdf"')
  for (let round = 0; round < (process.env.GUANXI_TEST_FULL === '1' ? 20_000 : 200); round++) {
    const bytes = bytesOf(whole)
    for (let i = 0; i < 1 + random(20); i++) bytes[random(bytes.length)] = random(256)
    const result = await read(bytes.slice(0, random(bytes.length))).catch((error: unknown) => error)
    if (result instanceof Error && !isCrmError(result, 'MAIL_REFUSED')) throw result
  }
})
