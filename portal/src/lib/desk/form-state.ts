import { page } from '$app/state'
import { memberWords } from '#lib/messages/desk/members.ts'
import type { FieldFault, Refused } from '#lib/server/desk/refused.ts'

/** What the last post to this page came back with, where it was not carried out. */
export interface FormState {
  readonly refused?: Refused
  readonly values?: Readonly<Record<string, string>>
  /** The action that was asked for, as in `?/submit`. */
  readonly action?: string
}

/** The refused form of this page, if there is one. */
export function lastForm(): FormState | undefined {
  return (page.form as FormState | null) ?? undefined
}

/** Id of a field: its form and its name, for a page may hold several forms. */
export function fieldId(action: string, name: string): string {
  return `champ${`${action}-${name}`.replaceAll(/[^A-Za-z0-9]+/g, '-')}`
}

/** Fields are named after the JSON they become: `form.siren` for the pointer `/form/siren`. */
export function nameOfPointer(pointer: string): string {
  return pointer.replace(/^\//, '').replaceAll('/', '.')
}

/** A fault as a link of a list says it: « Raison sociale : champ obligatoire. », for the list is far from the field. */
export function faultInWords({ pointer, detail }: Pick<FieldFault, 'pointer' | 'detail'>): string {
  const name = memberWords.names[nameOfPointer(pointer).split('.').at(-1) ?? '']
  return name === undefined ? detail : `${name}\u00a0: ${detail}`
}

/** The faults of one field, of what lies below it, and of what it is a part of: « signatory » is two controls. */
export function faultsOf(faults: readonly FieldFault[], name: string): readonly FieldFault[] {
  return faults.filter(({ pointer }) => {
    const place = nameOfPointer(pointer)
    return place === name || place.startsWith(`${name}.`) || name.startsWith(`${place}.`)
  })
}

/** What stands in a field: what was just typed, else what came back after sign-in, else what is stored. */
export function valueOf(action: string, name: string, stored: string): string {
  const form = lastForm()
  const draft = (page.data as { draft?: Readonly<Record<string, string>> }).draft
  // An act beside the form brings its faults and none of its fields.
  return (form?.action === action ? form.values?.[name] : undefined) ?? draft?.[name] ?? stored
}
