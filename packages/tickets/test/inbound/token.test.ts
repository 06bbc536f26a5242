import { expect, test } from 'vitest'
import { tokensBy, tokensIn } from '../../src/inbound/email/token.ts'

const ticket = { id: 't_1', number: 42 }

test('an address is signed for one ticket of one tenant in one mailbox, by the newest secret; older ones hold', async () => {
  const old = await tokensBy('old').sign('support@x.cn', ticket, 'a')
  const both = tokensBy(['new', 'old'])
  const [token] = tokensIn([old], 'Support@X.cn')
  if (token === undefined) throw new TypeError('it has no token')
  expect(token.number).toBe(42)
  expect(await both.holds(token, 'support@x.cn', 't_1', 'a')).toBe(true)
  expect(await tokensBy('new').holds(token, 'support@x.cn', 't_1', 'a')).toBe(false)
  expect(await both.holds(token, 'support@x.cn', 't_2', 'a')).toBe(false)
  expect(await both.holds(token, 'support@x.cn', 't_1', 'b')).toBe(false)
  expect(await both.holds(token, 'sales@x.cn', 't_1', 'a')).toBe(false)
  expect(await both.sign('support@x.cn', ticket, 'a')).not.toBe(old)
})

test('what only looks like one is none', () => {
  const mac = '0'.repeat(20)
  const none = [
    `support+1-${mac}@y.cn`,
    `help+1-${mac}@x.cn`,
    `support+${mac}@x.cn`,
    `support+1-${mac}0@x.cn`,
    `support+-1-${mac}@x.cn`,
    'support@x.cn',
  ]
  expect(tokensIn(none, 'support@x.cn')).toEqual([])
  expect(tokensIn([`support+7-${mac}@x.cn`], 'support@x.cn')).toEqual([{ number: 7, mac }])
})
