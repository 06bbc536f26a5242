const everyday = [
  'tickets.open',
  'tickets.reply',
  'tickets.note',
  'tickets.receive',
  'tickets.assign',
  'tickets.solve',
  'tickets.link',
  'tickets.merge',
  'tickets.split',
  'tickets.sla',
  'tickets.file',
  'tickets.deliveries',
  'tickets.session',
  'inbound.call',
  'inbound.pop',
  'tickets.applyMacro',
  'cannedReplies.find',
  'tickets.presence',
  'tickets.present',
  'tickets.draft',
  'tickets.drafted',
  'tickets.context',
  'metrics.agents',
  'metrics.service',
  'metrics.backlog',
  'metrics.sla',
  'metrics.complaints',
  'knowledge.search',
  'knowledge.suggest',
  'knowledge.read',
  'knowledge.categories',
  'knowledge.feedback',
  'knowledgeArticles.revise',
  'routing.route',
  'routing.setStatus',
  'routing.agents',
] as const

const me = { eq: { actor: 'user' } } as const

const reading = ['knowledge.search', 'knowledge.read', 'knowledge.categories', 'knowledge.feedback'] as const

/** Who may what, beside the core's own roles. */
export const roles = {
  agent: {
    grants: {
      ticket: { scope: 'all', can: ['read', 'create', 'update', 'move'] },
      ticketLink: { scope: 'all', can: ['read', 'create'] },
      businessCalendar: { scope: 'all', can: ['read'] },
      mailbox: { scope: 'all', can: ['read'] },
      slaPolicy: { scope: 'all', can: ['read'] },
      slaClock: { scope: { through: ['ticket'] }, can: ['read'] },
      slaEvent: { scope: { through: ['ticket'] }, can: ['read'] },
      device: { scope: 'all', can: ['read'] },
      deviceAlarm: { scope: { through: ['ticket'] }, can: ['read'] },
      chatSession: { scope: { through: ['ticket'] }, can: ['read'] },
      call: { scope: 'all', can: ['read', 'create', 'update'] },
      order: { scope: 'all', can: ['read'] },
      activity: { scope: 'all', can: ['read', 'create'] },
      survey: { scope: { through: ['ticket'] }, can: ['read'] },
      // His own to change; those of everybody and of his team to apply.
      macro: [
        { scope: { visibility: 'user', ownerId: me } },
        { scope: { visibility: 'all' }, can: ['read'] },
        { scope: { visibility: 'group', team: { is: { members: { some: { userId: me } } } } }, can: ['read'] },
      ],
      cannedReply: { scope: 'all', can: ['read'] },
      ticketPresence: { scope: { through: ['ticket'] }, can: ['read'] },
      ticketDraft: { scope: { userId: me }, can: ['read'] },
      queue: { scope: 'all', can: ['read'] },
      ticketWait: { scope: { through: ['ticket'] }, can: ['read'] },
      agentState: { scope: 'all', can: ['read'] },
      agentSkill: { scope: 'all', can: ['read'] },
      company: { scope: 'all', can: ['read'] },
      product: { scope: 'all', can: ['read'] },
      knowledgeArticle: [
        { scope: 'all', can: ['read', 'create'] },
        { scope: { stage: { in: ['draft', 'review'] } }, can: ['update'] },
      ],
      knowledgeFeedback: { scope: { through: ['article'] }, can: ['read'] },
      contact: { scope: 'all', can: ['read', 'create', 'update'] },
      member: { scope: 'all', can: ['read'] },
      team: { scope: 'all', can: ['read'] },
    },
    operations: everyday,
  },
  /** To be given beside `sales`: reads the tickets of the customers that he may read. */
  accounts: {
    grants: { ticket: { scope: { through: ['company', 'contact'] }, can: ['read'] } },
    operations: ['tickets.context'],
  },
  /** Who writes the knowledge base, and publishes. */
  editor: {
    grants: {
      knowledgeArticle: { scope: 'all' },
      knowledgeFeedback: { scope: 'all', can: ['read'] },
    },
    operations: [...reading, 'knowledgeArticles.revise', 'knowledgeArticles.publish'],
  },
  /** A reader from outside: he finds what is published for everybody, and nothing else. */
  reader: {
    grants: { knowledgeArticle: { scope: { stage: 'published', visibility: 'public' }, can: ['read'] } },
    operations: reading,
  },
} as const
