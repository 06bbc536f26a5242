import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { HTTPException } from 'hono/http-exception'
import * as z from 'zod'
import type { Host, User, Users } from './host.ts'

const signUpInput = z.strictObject({ email: z.email(), name: z.string().min(1) })

/** What happens after the user is written and before the contact is: nothing, outside of tests. */
export type Between = (users: Users) => Promise<void>

/** A user of the app and a contact of the CRM: both are there afterwards, or neither. */
export function signUp(host: Host, input: unknown, between?: Between) {
  const { user, token } = newUser({ ...signUpInput.parse(input), role: 'customer' })
  return host.together(host.crm.asSystem({ reason: 'sign-up' }), async (tx, users) => {
    if (!(await users.insert(user, hashOf(token)))) throw new HTTPException(409, { message: 'This address is taken.' })
    await between?.(users)
    const contact = await tx.contacts.create({ name: user.name, email: user.email, externalId: user.id })
    return { userId: user.id, contactId: contact.id, token }
  })
}

/** A user, and the token that he signs in with. */
export function newUser(person: Omit<User, 'id'>): { readonly user: User; readonly token: string } {
  return { user: { id: randomUUID(), ...person }, token: randomBytes(24).toString('base64url') }
}

/** Tokens are not stored: who reads the table cannot sign in with it. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')
