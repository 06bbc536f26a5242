import type { Description } from '@guanxi/core'

/** Operations of the core that run without the limits of the actor's roles; each gives a right of its own. */
const named = [
  // Whoever has the say about a member hands over what that one had, whatever it was.
  'members.handover',
  // What was said to a lead is filed under the customer that it became, whoever said it.
  'leads.convert',
]

/** All of an instance that come with the core: those named, and those that every entity has. */
export function coreElevated({ entities, operations }: Description): readonly string[] {
  const exists = new Set(operations.map(({ name }) => name))
  const everywhere = entities
    .filter(({ plural }) => exists.has(`${plural}.update`))
    .flatMap(({ plural, fields }) => [
      // For administrators: it tells what somebody else may do.
      `${plural}.explainAccess`,
      // What is nobody's may be taken by whoever may take it, seen or not.
      ...(fields.some(({ name }) => name === 'ownerId') ? [`${plural}.claim`] : []),
      // Whoever may erase a person erases him everywhere.
      ...(exists.has(`${plural}.eraseSubject`) ? [`${plural}.eraseSubject`] : []),
    ])
  return [...named, ...everywhere]
}
