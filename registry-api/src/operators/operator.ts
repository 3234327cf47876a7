/** The legal body that deploys DRIMboxes. Its name is the Denomination of its lines. */
export interface Operator {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly origin: 'import' | 'registration'
  readonly createdAt: Date
  readonly updatedAt: Date
}
