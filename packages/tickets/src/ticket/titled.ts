import type { Ticket } from './ticket.ts'

/** A ticket in the title of a task: a subject may be as long as a title, and leaves room for what is said about it. */
export const titled = ({ number, subject }: Pick<Ticket, 'number' | 'subject'>): string =>
  `#${number} ${subject.length > 900 ? `${subject.slice(0, 900)}…` : subject}`
