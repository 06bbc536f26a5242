/**
 * What an actor may learn about records that he may not see; nothing else. Each has its reason.
 */
export const learnable: readonly { readonly code: string; readonly what: string; readonly why: string }[] = [
  {
    code: 'DUPLICATE',
    what: 'that another record of his tenant has the same value in a unique field, and which field it is',
    why: 'uniqueness holds over all records, and somebody who is refused must know what to change; the record itself is named only to those who may see it',
  },
]

/** Whether an answer tells only what may be learned. */
export function isLearnable(answer: string): boolean {
  return learnable.some(({ code }) => answer.startsWith(`{"code":"${code}"`)) && !answer.includes('"id":')
}
