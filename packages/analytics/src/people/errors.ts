/** What errors of this room say, in English and Chinese. */
export const peopleErrors = {
  COMMISSION_OVERLAP: {
    status: 409,
    en: 'Days of this period were settled with another one: {from} to {to}.',
    zh: '该期间的部分日期已在另一期间结算：{from} 至 {to}。',
    hint: 'Settle that period again: what has changed in it is written.',
    hintZh: '请重新结算该期间：其中的变化会被记入。',
  },
}
