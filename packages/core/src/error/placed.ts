import { CrmError, isCrmError } from './crm-error.ts'

/**
 * Runs something whose input stands at a place of a larger one; the paths of its errors begin with the place. For handlers
 * that hand a part of their input on.
 *
 * @example
 * await me.transaction((tx) => placed('customer', () => tx.companies.create({ name: '' }))) // INVALID at customer.name
 */
export async function placed<T>(place: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!isCrmError(error) || error.path === undefined) throw error
    throw new CrmError(error.code, {
      details: { ...error.details, path: error.path === '' ? place : `${place}.${error.path}` },
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    })
  }
}
