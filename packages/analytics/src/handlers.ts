import type { CoreTypes, HandlersOf } from '@guanxi/core'
import { changeHandlers } from './change/handlers.ts'
import { customersHandlers } from './customers/handlers.ts'
import { lifetimeHandlers } from './lifetime/handlers.ts'
import { checkSignals } from './lifetime/signals.ts'
import { measuresHandlers } from './measures/handlers.ts'
import type { operations } from './operations.ts'
import type { AnalyticsOptions } from './options.ts'
import { peopleHandlers } from './people/handlers.ts'
import { pipelineHandlers } from './pipeline/handlers.ts'
import { qualityHandlers } from './quality/handlers.ts'
import type { AnalyticsTypes } from './types.ts'

/** The handlers of all rooms. */
export const handlersOf = ({
  signals = [],
}: AnalyticsOptions): HandlersOf<CoreTypes & AnalyticsTypes, typeof operations> => ({
  analytics: {
    ...customersHandlers,
    ...lifetimeHandlers(checkSignals(signals)),
    ...pipelineHandlers,
    ...peopleHandlers,
    ...qualityHandlers,
    ...changeHandlers,
    ...measuresHandlers,
  },
})
