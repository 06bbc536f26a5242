import { CrmError, isCrmError } from '../../error/index.ts'

/** Runs what speaks of a part of an input: the path of its error is one inside of that part. */
export function below<T>(at: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (at === '' || !isCrmError(error) || error.path === undefined) throw error
    throw new CrmError(error.code, {
      details: { ...error.details, path: `${at}.${error.path}` },
      cause: error.cause,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    })
  }
}
