// What the server's answers hold. Members with a question mark are left out when they are not known.

/** @typedef {"file"|"text"|"integer"|"decimal"|"boolean"|"choice"|"pages"} FieldType */

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {FieldType} type
 * @property {boolean} required
 * @property {string} summary
 * @property {string} [default]
 * @property {string[]} [choices]
 * @property {number} [least]
 * @property {number} [most]
 * @property {number} [longest]
 * @property {boolean} [secret]
 * @property {boolean} [many]
 * @property {string[]} [accepts]
 * @property {string} [goesWith]
 */

/**
 * @typedef {object} Action
 * @property {string} id
 * @property {string} title
 * @property {string} summary
 * @property {string[]} accepts
 * @property {string} makes
 * @property {number} documents
 * @property {"link"|"links"|"json"} [answer]
 * @property {Field[]} fields
 */

/**
 * @typedef {object} Session
 * @property {string} tenant
 * @property {string} keyId
 * @property {string} [label]
 * @property {string[]} scopes
 * @property {string} [plan]
 * @property {string} csrf
 * @property {string} expiresAt
 * @property {string} version
 */

/** @typedef {{code: string, title: string, detail: string, retryable?: boolean, phase?: string}} JobError */
/** @typedef {{name: string, at: string, endedAt?: string, detail?: string}} JobPhase */
/** @typedef {{name: string, size: number, link: string, preview?: boolean}} Output preview: the service can make a PDF of it to look at */
/** @typedef {"accepted"|"running"|"waiting"|"succeeded"|"failed"|"cancelled"} JobState */

/**
 * @typedef {object} Job
 * @property {string} id
 * @property {string} action
 * @property {JobState} state
 * @property {number} documents
 * @property {"open"|"captured"|"released"} [charge]
 * @property {string} createdAt
 * @property {string} [finishedAt]
 * @property {JobError} [error]
 * @property {JobPhase[]} [phases]
 * @property {{name: string, size?: number}[]} [inputs]
 * @property {Output[]} [outputs]
 * @property {number} [attempts]
 * @property {boolean} [retry]
 * @property {boolean} [cancel]
 * @property {string} [advice]
 * @property {string[]} [warnings]
 * @property {string} [process]
 * @property {number} [pages]
 * @property {string} [engine]
 * @property {string} [expiresAt]
 */

/** @typedef {{requested: string, used: string, substituted: boolean}} Font */
/** @typedef {{pages?: number, documents?: number, engine?: string, fonts?: Font[], warnings?: string[], expiresAt?: string}} Answer */

/**
 * @typedef {object} Process
 * @property {string} id
 * @property {string} name
 * @property {string} kind
 * @property {"Testing"|"Active"} mode
 * @property {boolean} requireKey
 * @property {string} startUrl
 * @property {string} startJobUrl
 * @property {string} createdAt
 * @property {string} changedAt
 * @property {{filename: string, size: number, sha256: string}} [template]
 * @property {Record<string, string>} [settings]
 * @property {Schema | null} [schema]
 */

/**
 * @typedef {object} Schema
 * @property {string | string[]} [type]
 * @property {Record<string, Schema>} [properties]
 * @property {Schema} [items]
 * @property {string} [format]
 * @property {string} [title]
 * @property {string} [description]
 * @property {unknown[]} [enum]
 * @property {Schema[]} [anyOf]
 */

/** @typedef {{token: string, part?: string, place?: string, kind: string, names: string[]}} Token */
/** @typedef {{message: string, part?: string, place?: string, token?: string}} Problem */
/** @typedef {{language: string, tokens: Token[], moreTokens?: number, lists: string[], problems: Problem[], schema: Schema, sample: unknown}} TemplateCheck */

/** @typedef {{day: string, actions: Record<string, number>}} UsageDay */
/** @typedef {{month: string, plan?: string, limit?: number | null, charged: number, held: number, left?: number | null, days: UsageDay[]}} Usage */

/**
 * @typedef {object} Key
 * @property {string} id
 * @property {string} [tenant]
 * @property {string} [label]
 * @property {string[]} scopes
 * @property {string} createdAt
 * @property {string} [expiresAt]
 * @property {string} [revokedAt]
 * @property {boolean} [current]
 */

/** @typedef {{name: string, ok: boolean, detail?: string}} Check */
/**
 * @typedef {object} System
 * @property {string} version
 * @property {string} [role]
 * @property {{ok: boolean, checks: Check[]}} [ready]
 * @property {{name: string, depth?: number, oldestSeconds?: number, poison?: number}[]} [queues]
 * @property {Record<string, unknown>[]} [workers]
 * @property {{engine: string, version?: string, ready?: number | boolean, children?: number}[]} [zygotes]
 * @property {{layer: string, on: boolean, engine?: string, remedy?: string}[]} [jail]
 * @property {{kind: string, free?: number}} [storage]
 */
/** @typedef {{id: string, job?: string, tenant?: string, action?: string, reason?: string, at?: string}} DeadLetter */

export {};
