import { expect, test } from 'vitest'
import { termsOf } from '../../src/knowledge/terms.ts'

test('what is looked for: words, and of Chinese each two characters', () => {
  expect(termsOf('退款 多久')).toEqual(['退款', '多久'])
  expect(termsOf('退款多久 ＶＰＮ')).toEqual(['退款', '款多', '多久', 'vpn'])
  expect(termsOf('Order #42: 退款%_')).toEqual(['order', '42', '退款'])
  // A single character only where there is nothing else.
  expect(termsOf('退')).toEqual(['退'])
  expect(termsOf('退 a 多久')).toEqual(['多久'])
  expect(termsOf('？！', '')).toEqual([])
  // The first texts come first, and what is too much is left out.
  expect(termsOf('你好', '一二三四五六七八九十甲乙丙丁')).toHaveLength(11)
  expect(termsOf('你好', '一二三四五六七八九十甲乙丙丁')[0]).toBe('你好')
})
