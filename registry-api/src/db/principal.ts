/** On whose behalf something is done: row security and the audit both read it. */
export interface Principal {
  readonly kind: 'public' | 'administrator' | 'system'
  /** Stable and without personal data: `admin-key`, `publisher`. */
  readonly id: string
  /** The organisation that row security lets through, for principals that belong to one. */
  readonly operatorId?: string
  readonly requestId?: string
}

export const PUBLIC: Principal = { kind: 'public', id: 'public' }

/** Work that the registry does by itself; `id` names which part of it. */
export function systemPrincipal(id: string): Principal {
  return { kind: 'system', id }
}
