export type DrimboxState = 'imported' | 'in-service' | 'suspended' | 'withdrawn'
export type SuspensionLevel = 'frozen' | 'out'

/** A declared DRIMbox system: one number, two access points, one organisation that answers for it. */
export interface Drimbox {
  readonly id: string
  readonly version: number
  readonly organisationId: string
  /** Identifiant of its lines. */
  readonly number: number
  readonly state: DrimboxState
  readonly suspensionLevel: SuspensionLevel | null
  readonly resumeTo: DrimboxState | null
  readonly reason: string | null
  /** Rank of its line among the others. */
  readonly position: number
  readonly supportContact: string
  /** DateMAJ as written. */
  readonly addedAt: string
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** What an act changes of a DRIMbox. */
export type DrimboxChange = Pick<Drimbox, 'state' | 'suspensionLevel' | 'resumeTo' | 'reason'>
