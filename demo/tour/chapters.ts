import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoBoxes, wadoHostOf } from '../world.ts'
import { run, TourFault, type Instance, type ObjectAnswer } from './instance.ts'
import type { Narrator } from './narrator.ts'
import { nobodyDecidesAlone } from './two-persons.ts'

/** Who asks, and who is asked. */
const asking = demoBoxes[0]!
const asked = demoBoxes[2]!
/** By it a later tour knows a suspension that an earlier one could not undo. */
const REASON = 'Visite guidée de la démonstration'

/** The whole tour. Whatever ends it, the box that it suspends is restored. Throws TourFault where the product fails it. */
export async function tour(instance: Instance, say: Narrator): Promise<void> {
  await undoFormerTour(instance, say)
  await introduce(instance, say)
  try {
    await letIn(instance, say)
    await suspendAndRefuse(instance, say)
    await letInAgain(instance, say)
  } finally {
    // Nothing to do unless something went wrong, or somebody left, in between.
    await restore(instance, say)
  }
  await refuseAlteredList(instance, say)
  await nobodyDecidesAlone(instance, say)
  await conclude(say)
}

async function undoFormerTour(instance: Instance, say: Narrator): Promise<void> {
  const { state, reason } = await instance.drimbox(asking.number)
  if (state !== 'suspended') return
  if (reason !== REASON) {
    throw new TourFault(
      `La DRIMbox ${asking.number} est suspendue (${reason ?? 'sans motif'}) : remettez-la en service avant la visite (drim-registry restore ${asking.number} --reason …).`,
    )
  }
  say.show('Une visite précédente a été coupée net : la DRIMbox est d’abord remise en service.')
  await restore(instance, say)
}

async function introduce(instance: Instance, say: Narrator): Promise<void> {
  const served = await instance.served()
  say.chapter('Trois machines, une liste')
  await say.tell(
    'Quand un patient change d’hôpital, ses images restent où elles ont été prises. Une machine, la DRIMbox, les remet à une autre DRIMbox qui les demande, et à personne d’autre. Encore faut-il savoir qui demande. C’est le rôle de la liste blanche : un fichier signé qui nomme chaque DRIMbox admise.',
  )
  await say.tell(
    'Ici, trois DRIMbox de deux opérateurs inventés tournent sur votre ordinateur, avec tout ce qui fabrique la liste :',
  )
  for (const { number, name, operator } of demoBoxes) say.show(`${number}  ${name.padEnd(18)} ${operator}`)
  say.show(`liste n° ${served.sequence}, signée le ${served.signedAt}, ${served.entryCount} lignes`)
}

async function letIn(instance: Instance, say: Narrator): Promise<void> {
  say.chapter('1. Une DRIMbox de la liste est servie')
  await say.tell(
    `${asking.name} demande un objet à ${asked.name}. Chacune montre son certificat ; chacune cherche l’autre dans sa propre copie de la liste.`,
  )
  // A box that has just been restored may not have polled yet.
  await untilBothHold(instance)
  expect(await fetchIt(instance, say), (answer) => answer.ok, 'la DRIMbox devait être servie')
}

async function suspendAndRefuse(instance: Instance, say: Narrator): Promise<void> {
  say.chapter('2. Elle est suspendue')
  await say.tell(
    `Supposons que la clé de ${asking.name} ait été volée. L’agence la suspend. Retirer une ligne n’attend personne : le registre prépare la liste sans elle, le signataire, isolé, la vérifie et la signe. Ajouter, au contraire, demandera une approbation.`,
  )
  const before = await instance.served()
  const begun = performance.now()
  await instance.act(asking.number, 'suspend', REASON)
  await instance.until(
    'une liste sans la DRIMbox',
    async () => (await instance.served()).sequence > before.sequence,
  )
  const served = await instance.served()
  say.show(
    `liste n° ${served.sequence} : ${served.entryCount} lignes, signée ${seconds(begun)} après la décision`,
  )
  await untilBothHold(instance)
  say.show(`relue et vérifiée par les DRIMbox ${seconds(begun)} après la décision`)
  await say.tell(
    `Dans la vraie vie, les DRIMbox relisent la liste chaque jour ; ici, toutes les cinq secondes. ${asking.name} redemande, avec le même certificat, toujours valable :`,
  )
  const answer = await fetchIt(instance, say)
  expect(
    answer,
    ({ ok, code, by }) => !ok && code === 'not-listed' && by === 'peer',
    'le refus devait être « not-listed »',
  )
  await say.tell('Refusée : « not-listed », elle n’est pas sur la liste. Pas un octet d’image n’est sorti.')
}

async function restore(instance: Instance, say: Narrator): Promise<void> {
  try {
    if ((await instance.drimbox(asking.number)).state !== 'suspended') return
    await instance.act(asking.number, 'restore', REASON)
    say.show(`la DRIMbox ${asking.number} est remise en service`)
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new TourFault(
      `La DRIMbox ${asking.number} n’a pas pu être remise en service (${cause}). Faites-le dès que la démonstration tourne : npx --no-install drim-registry restore ${asking.number} --reason "visite interrompue"`,
    )
  }
}

async function letInAgain(instance: Instance, say: Narrator): Promise<void> {
  say.chapter('3. Elle revient')
  await say.tell(
    'La clé a été changée. La remettre ajoute une ligne : le signataire l’exige approuvée par une personne, avec sa propre clé, hors du registre. Dans cette démonstration un automate marqué DEMO tient ce rôle.',
  )
  const begun = performance.now()
  await restore(instance, say)
  await instance.until('une liste avec la DRIMbox', async () => {
    const file = await instance.signedFile()
    return file.includes(wadoHostOf(asking.number))
  })
  say.show(`liste n° ${(await instance.served()).sequence}, approuvée et signée en ${seconds(begun)}`)
  await untilBothHold(instance)
  expect(await fetchIt(instance, say), (answer) => answer.ok, 'la DRIMbox devait être servie de nouveau')
}

async function refuseAlteredList(instance: Instance, say: Narrator): Promise<void> {
  say.chapter('4. Une lettre changée')
  await say.tell(
    'Et si quelqu’un modifiait la liste en chemin ? Prenons la vraie, changeons-y une seule lettre, et posons la question à notre vérificateur.',
  )
  const directory = mkdtempSync(join(tmpdir(), 'drim-tour-'))
  try {
    const list = await instance.signedFile()
    const [good, bad] = [join(directory, 'liste.xml'), join(directory, 'liste-alteree.xml')]
    writeFileSync(good, list)
    writeFileSync(bad, alterOneLetter(list))
    for (const [name, file] of [
      ['la vraie', good],
      ['l’altérée', bad],
    ] as const) {
      const { verdict, code } = await instance.verify(file)
      say.show(
        `drim-whitelist verify, ${name.padEnd(9)} : ${verdict === 'accepted' ? 'acceptée' : `refusée (${code})`}`,
      )
      const expected = file === good ? 'accepted' : 'refused'
      if (verdict !== expected)
        throw new TourFault(
          `La liste devait être ${expected} ; le vérificateur dit ${verdict} ${code ?? ''}.`,
        )
    }
    await askXmlsec1(instance, say, good, bad)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A second opinion by a program that is not ours, where it is installed. */
async function askXmlsec1({ ready }: Instance, say: Narrator, good: string, bad: string): Promise<void> {
  for (const [name, file, isGood] of [
    ['la vraie', good, true],
    ['l’altérée', bad, false],
  ] as const) {
    const given = [
      ...[
        '--verify',
        '--enabled-key-data',
        'x509',
        '--id-attr:Id',
        'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
      ],
      ...['--trusted-pem', ready.trustAnchorFile, '--untrusted-pem', ready.intermediateFiles[0] ?? '', file],
    ]
    const answer = await run(given, { PATH: process.env['PATH'], TZ: 'UTC' }, 'xmlsec1').catch(
      () => undefined,
    )
    if (!answer) {
      say.show('(xmlsec1 n’est pas installé : pas de second avis)')
      return
    }
    say.show(`xmlsec1 --verify, ${name.padEnd(9)}       : ${answer.code === 0 ? 'acceptée' : 'refusée'}`)
    if ((answer.code === 0) !== isGood)
      throw new TourFault(`xmlsec1 n’est pas de l’avis attendu :\n${answer.output}`)
  }
}

async function conclude(say: Narrator): Promise<void> {
  say.chapter('Ce que vous avez vu')
  await say.tell(
    'Une machine n’est servie que si la liste la nomme. En la retirant, l’agence la coupe partout. Personne ne peut forger la liste, et nul n’y entre sans qu’une personne l’approuve. Ce qui décide de la suite se décide à deux. Le portail montre la liste à tous ; les pages d’état des DRIMbox disent ce que chacune en sait.',
  )
}

/** Changes the first letter of the first host name, and nothing else. */
export function alterOneLetter(list: Buffer): Buffer {
  const at = list.indexOf('<db>') + '<db>'.length
  if (at < '<db>'.length) throw new TourFault('La liste ne contient aucune ligne.')
  const altered = Buffer.from(list)
  altered[at] = altered[at] === 0x78 ? 0x79 : 0x78 // x, or y where x stood
  return altered
}

async function fetchIt(instance: Instance, say: Narrator): Promise<ObjectAnswer> {
  const answer = await instance.fetchObject(asking.number, wadoHostOf(asked.number))
  const outcome = answer.ok
    ? `servie (${answer.status})`
    : `refusée (${answer.status ?? 'avant la demande'}, ${answer.code})`
  say.show(`${asking.number} demande un objet à ${asked.number} : ${outcome}`)
  return answer
}

async function untilBothHold(instance: Instance): Promise<void> {
  await instance.until('les DRIMbox tiennent la liste servie', async () => {
    const { digest } = await instance.served()
    const held = await Promise.all([asking, asked].map(({ number }) => instance.heldDigest(number)))
    return held.every((each) => each === digest)
  })
}

function expect(answer: ObjectAnswer, holds: (answer: ObjectAnswer) => boolean, otherwise: string): void {
  if (!holds(answer)) throw new TourFault(`Inattendu : ${otherwise} ; réponse ${JSON.stringify(answer)}.`)
}

function seconds(begun: number): string {
  return `${((performance.now() - begun) / 1000).toFixed(1).replace('.', ',')} s`
}
