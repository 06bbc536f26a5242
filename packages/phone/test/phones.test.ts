import { foldPhone, isCrmError } from '@guanxi/core'
import { phones } from '@guanxi/phone'
import { describe, expect, test } from 'vitest'

const { normalize } = phones({ region: 'CN' })

describe('A8: one number, however it is written', () => {
  const spellings = [
    '13800000001',
    '138-0000-0001',
    '138 0000 0001',
    '+86 138 0000 0001',
    '+8613800000001',
    '008613800000001',
    '0086 (138) 0000.0001',
    '１３８００００００01',
    '＋８６　１３８　００００　０００１',
    '８６－１３８－００００－０００１',
    ' 138 0000 0001 ',
    '+86 (0)138 0000 0001',
  ]
  test.each(spellings)('%s', (text) => {
    expect(normalize(text)).toEqual({ e164: '+8613800000001', normal: '+8613800000001' })
  })
})

/** Text, E.164, and the normal form where it is another. */
const cases: readonly [string, string, string | null, string?][] = [
  ['a landline with its area code', '010-6234 5678', '+861062345678'],
  ['… in brackets', '（０２１）5566-7788', '+862155667788'],
  ['… of four digits', '0755 8266 7788', '+8675582667788'],
  ['a landline from abroad', '+86 10 6234 5678', '+861062345678'],
  ['a hotline', '400-810-8888', '+864008108888'],
  ['an extension', '021-5566 7788 ext. 12', '+862155667788', '+862155667788;ext=12'],
  ['… in Chinese', '021-55667788转8001', '+862155667788', '+862155667788;ext=8001'],
  ['… 分机', '（021）55667788 分机 8001', '+862155667788', '+862155667788;ext=8001'],
  ['… as it is stored', '+862155667788;ext=12', '+862155667788', '+862155667788;ext=12'],
  ['another country', '+1 (415) 555-2671', '+14155552671'],
  ['another country, dialled', '001 415 555 2671', '+14155552671'],
  ['one with a trunk prefix', '+44 (0)20 7946 0018', '+442079460018'],
  ['Hong Kong', '+852 2345 6789', '+85223456789'],
  ['one digit short', '138 0000 000', null, '1380000000'],
  ['one digit long', '138 0000 00012', null, '138000000012'],
  ['no such country', '+999 1234 5678', null, '+99912345678'],
  ['a landline without its area code', '6234 5678', null, '62345678'],
  ['a service', '95588', null, '95588'],
  ['words', 'Ask the Front Desk', null, 'ask the front desk'],
  ['words and digits', '13800000001 (王芳)', null, '13800000001 (王芳)'],
  ['nothing', '   ', null, ''],
]

test.each(cases)('%s: %s', (_, text, e164, normal = e164 ?? '') => {
  expect(normalize(text)).toEqual({ e164, normal })
})

test('what was normalised stays as it is', () => {
  for (const [, text] of cases) {
    const once = normalize(text)
    expect(normalize(once.normal), text).toEqual(once)
  }
})

test('a hint says where a number was written', () => {
  expect(normalize('020 7946 0018', { region: 'GB' }).e164).toBe('+442079460018')
  expect(normalize('(415) 555-2671', { region: 'US' }).e164).toBe('+14155552671')
  expect(normalize('138 0000 0001', { region: 'nowhere' }).e164).toBe('+8613800000001')
})

test('the region must be one', () => {
  const wrong = () => phones({ region: 'XX' as 'CN' })
  expect(wrong).toThrow()
  try {
    wrong()
  } catch (error) {
    expect(isCrmError(error, 'INVALID') && error.path).toBe('region')
  }
})

test('foldPhone sets an extension apart', () => {
  expect(foldPhone('００８６ 138-0000-0001 x7')).toEqual({ number: '+8613800000001', extension: '7' })
  expect(foldPhone('x7')).toEqual({ number: 'x7', extension: null })
})
