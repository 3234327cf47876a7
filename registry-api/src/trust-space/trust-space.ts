/** What an instance is, written once at its first start (decisions 15, 29). */
export interface Identity {
  readonly trustSpace: string
  readonly space: 'TEST' | 'PRODUCTION'
  readonly mode: 'demo' | 'real'
  readonly zone: string
}
