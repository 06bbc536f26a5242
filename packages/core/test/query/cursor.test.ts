import { expect, test } from 'vitest'
import { isCrmError } from '../../src/error/index.ts'
import { decodeBase64url, encodeBase64url } from '../../src/query/base64url.ts'
import { checkOrderBy, decodeCursor, encodeCursor } from '../../src/query/index.ts'
import { companies, context, orders } from './schema.ts'

const byName = checkOrderBy([{ name: 'asc' }, { size: 'desc' }], companies, 'orderBy', context)
const keys = ['北京 😀 e\u0301', null, 'id-1']

test('base64url is that of everybody, and has one spelling', () => {
  for (const text of ['', 'a', 'ab', 'abc', '~?>', '北京未来', '😀é\u0000\u07ff\uffff']) {
    const encoded = encodeBase64url(text)
    expect(encoded).toBe(Buffer.from(text).toString('base64url'))
    expect(decodeBase64url(encoded)).toBe(text)
  }
  for (const text of ['=', 'YQ==', 'Y', 'YR', '_', '/w', '7aCA', 'wIA', '北'])
    expect(decodeBase64url(text)).toBeUndefined()
})

test('a cursor comes back as it was', () => {
  const cursor = encodeCursor(keys, companies, byName)
  expect(cursor).toMatch(/^[\w-]+$/)
  expect(decodeCursor(cursor, companies, byName)).toEqual(keys)
})

test('hostile or foreign text is CURSOR_INVALID and nothing else', () => {
  const good = encodeCursor(keys, companies, byName)
  const digest = JSON.parse(decodeBase64url(good) ?? '')[1]
  const made = (...parts: unknown[]) => encodeBase64url(JSON.stringify(parts))
  const bad: unknown[] = [
    '',
    'x',
    '{}',
    null,
    5,
    {},
    good.slice(1),
    `${good}A`,
    good.toUpperCase(),
    encodeBase64url('null'),
    encodeBase64url('{"length":5}'),
    encodeBase64url('['),
    made(1, digest, 'a', 1),
    made(1, digest, 'a', 1, 'id', 'more'),
    made(2, digest, 'a', 1, 'id'),
    made(1, digest + 1, 'a', 1, 'id'),
    made(1, digest, 5, 1, 'id'),
    made(1, digest, 'a', '1', 'id'),
    made(1, digest, 'a', 1.5, 'id'),
    made(1, digest, 'a', 2 ** 53, 'id'),
    made(1, digest, 'a', 1, null),
    made(1, digest, { a: 1 }, 1, 'id'),
    made(1, digest, ['a'], 1, 'id'),
    made(1, digest, 'a\0', 1, 'id'),
    made(1, digest, '\ud800', 1, 'id'),
    encodeCursor(['a', 'id'], companies, checkOrderBy({ name: 'asc' }, companies, 'orderBy', context)),
    encodeCursor(keys, companies, checkOrderBy([{ name: 'desc' }, { size: 'desc' }], companies, 'orderBy', context)),
    encodeCursor(keys, orders, byName),
  ]
  let seed = 7
  for (let i = 0; i < 500; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    const at = seed % good.length
    const changed = good.slice(0, at) + (good[at] === 'A' ? 'B' : 'A') + good.slice(at + 1)
    try {
      decodeCursor(changed, companies, byName)
    } catch (error) {
      if (!isCrmError(error, 'CURSOR_INVALID')) throw error
    }
  }
  for (const text of bad) {
    expect(() => decodeCursor(text, companies, byName), JSON.stringify(text)).toThrow(
      expect.objectContaining({ code: 'CURSOR_INVALID' }),
    )
  }
})
