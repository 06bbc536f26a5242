import { define } from '../explained/define.ts'

export const qualityDefinitions = {
  dataQuality: define(
    'dataQuality',
    1,
    'of companies and contacts as they are now: missingContact = no contact point; invalidEmail = the e-mail address is none, or of a domain that takes no mail (reserved by RFC 2606 and 6761, or named by the question); noOwner = nobody looks after it; staleOverNd = not written to, and no activity, order or deal with it, for N days (180 unless told)',
  ),
  completeness: define(
    'completeness',
    1,
    'of a record: the weights of its filled fields / the weights of all fields asked for; of several: the mean over the records. Its creator is the user of its creation in the audit',
  ),
}
