import type { AdmissionCode } from '@trust-space/whitelist'
import type { Health } from './health.ts'

// All French of this room.
const NNBSP = '\u202f'
const NBSP = '\u00a0'

export const STATUS_TITLES: Readonly<Record<Health['status'], string>> = {
  healthy: 'Cette DRIMbox suit la liste blanche.',
  warning: 'Cette DRIMbox suit la liste blanche, mais quelque chose demande votre attention.',
  closed: 'Cette DRIMbox n’admet personne.',
}

export const STATUS_SENTENCES: Readonly<Record<Health['status'], string>> = {
  healthy: 'Elle admet les DRIMbox que la liste nomme, et refuse les autres.',
  warning: 'Elle admet encore les DRIMbox que la liste nomme. Lisez les alarmes ci-dessous.',
  closed: 'Elle n’a pas de liste à laquelle elle puisse se fier. Lisez les alarmes ci-dessous.',
}

export const OUTCOMES: Readonly<Record<Health['polls']['last'][number]['outcome'], string>> = {
  new: 'nouvelle liste',
  same: 'même liste',
  unchanged: 'inchangée (304)',
  refused: 'refusée',
  unverified: 'non vérifiée',
  failed: 'échec',
}

export const ALARM_TEXTS: Readonly<Record<Health['alarms'][number]['code'], string>> = {
  'no-list': 'Aucune liste vérifiée. Vérifiez l’adresse de la liste et les autorités configurées.',
  'list-unreachable': 'La liste n’a pas pu être relevée. La dernière bonne reste en vigueur.',
  'list-refused':
    'Une liste reçue a été refusée ; elle est gardée à part. La dernière bonne reste en vigueur.',
  'older-than-held':
    'Une liste plus ancienne a été proposée et refusée. Signalez-le à l’ANS : ce peut être une attaque.',
  'same-time-other-bytes':
    'Une autre liste signée à la même heure a été refusée. Signalez-le à l’ANS : ce peut être une attaque.',
  'held-not-verified': 'La liste en vigueur ne passe plus la vérification.',
  'list-stale': 'La liste vieillit. Sans nouvelle liste, cette DRIMbox cessera d’admettre.',
  'list-closed': 'La liste est trop ancienne ou n’est plus sûre : plus personne n’est admis.',
  'memory-damaged': 'Un fichier de mémoire est abîmé. La prochaine liste vérifiée le remplacera.',
  'store-failed': 'La liste en vigueur n’est pas écrite sur le disque. Libérez de la place.',
  'crl-store-failed': 'Une liste de révocation n’est pas écrite sur le disque. Libérez de la place.',
  'quarantine-failed': 'Un document refusé n’a pas pu être gardé. Libérez de la place.',
  'crl-unreachable': 'Une liste de révocation n’a pas pu être relevée.',
  'crl-refused': 'Une liste de révocation reçue a été refusée et gardée à part.',
  'crl-expired': 'Une liste de révocation est périmée. Passé un jour, ses certificats seront refusés.',
  'own-certificate': 'Le certificat de cette DRIMbox serait refusé par les autres, ou va expirer.',
  'clock-behind': 'L’horloge de cette machine retarde.',
}

/** Why a caller was refused, after « pair refusé : ». */
export const REFUSALS: Readonly<Record<AdmissionCode, string>> = {
  'no-certificate': 'aucun certificat présenté',
  'not-listed': 'absent de la liste',
  'dn-differs': 'la liste nomme un autre certificat',
  chain: 'autorité non reconnue',
  'not-yet-valid': 'certificat pas encore valable',
  expired: 'certificat expiré',
  revoked: 'certificat révoqué',
  'revocation-unknown': 'révocation impossible à vérifier',
  usage: 'certificat d’un autre usage',
  'list-closed': 'pas de liste à laquelle se fier',
}

const longDate = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const clockTime = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** « 25 novembre 2026 à 14 h 32 min 05 s », in Paris. */
export function frenchTime(iso: string): string {
  const at = new Date(iso)
  const [hours, minutes, seconds] = clockTime.format(at).split(':')
  return `${longDate.format(at).replace(/^1 /, '1er ')} à ${hours}${NBSP}h${NBSP}${minutes}${NBSP}min${NBSP}${seconds}${NBSP}s`
}

/** « 3 minutes », the largest unit that says enough. */
export function frenchDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  if (whole < 120) return `${whole}${NBSP}seconde${whole > 1 ? 's' : ''}`
  if (whole < 7_200) return `${Math.floor(whole / 60)}${NBSP}minutes`
  if (whole < 172_800) return `${Math.floor(whole / 3_600)}${NBSP}heures`
  return `${frenchNumber(Math.floor(whole / 86_400))}${NBSP}jours`
}

/** Thousands apart, as in French. */
export function frenchNumber(value: number): string {
  return String(value).replace(/\B(?=([0-9]{3})+$)/g, NNBSP)
}

/** « 1 demande servie », « 0 demande servie », « 2 demandes servies ». */
export function frenchCount(value: number, one: string, many: string): string {
  return `${frenchNumber(value)}${NBSP}${value < 2 ? one : many}`
}
