import { and, eq, gt, isNotNull, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { membership, person } from '../db/schema/accounts.ts'
import { contact, organisation } from '../db/schema/organisation.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Mail } from './mail.ts'

export interface Addressee {
  readonly address: string
  readonly personId: string | null
}

/** Who a mail is for, now: each address once, whatever its letters' case. */
export async function findAddressees(
  tx: Transaction,
  { recipientKind, recipient }: Pick<Mail, 'recipientKind' | 'recipient'>,
): Promise<Addressee[]> {
  const found = await FIND[recipientKind](tx, recipient)
  return [...new Map(found.map((one) => [one.address.toLowerCase(), one])).values()]
}

const FIND: Readonly<Record<Mail['recipientKind'], (tx: Transaction, name: string) => Promise<Addressee[]>>> =
  {
    address: async (_, address) => [{ address, personId: null }],

    async person(tx, id) {
      const rows = await tx.db
        .select({ address: person.mail, personId: person.id })
        .from(person)
        .where(and(eq(person.id, id), ne(person.state, 'left')))
      return rows.flatMap(withAddress)
    },

    async organisation(tx, id) {
      const contacts = await tx.db
        .select({ address: contact.mailbox, personId: sql<null>`null` })
        .from(contact)
        .where(
          and(
            eq(contact.organisationId, id),
            eq(contact.kind, 'admin'),
            isNull(contact.endedAt),
            // What it holds is for the organisation alone; a mailbox nobody has proved may be a stranger's.
            isNotNull(contact.verifiedAt),
          ),
        )
      const administrators = await membersWith(tx, 'OA', eq(membership.organisationId, id))
      return [...contacts.flatMap(withAddress), ...administrators]
    },

    role: (tx, role) => membersWith(tx, role, sql`'agency' = ANY (${organisation.kinds})`),
  }

async function membersWith(
  tx: Transaction,
  role: string,
  where: ReturnType<typeof eq>,
): Promise<Addressee[]> {
  const rows = await tx.db
    .select({ address: person.mail, personId: person.id })
    .from(membership)
    .innerJoin(person, eq(person.id, membership.personId))
    .innerJoin(organisation, eq(organisation.id, membership.organisationId))
    .where(
      and(
        where,
        sql`${role} = ANY (${membership.roles})`,
        eq(membership.state, 'active'),
        lte(membership.validFrom, tx.at),
        or(isNull(membership.validUntil), gt(membership.validUntil, tx.at)),
        eq(person.state, 'active'),
      ),
    )
  return rows.flatMap(withAddress)
}

function withAddress<P>({ address, personId }: { address: string | null; personId: P }) {
  return address === null ? [] : [{ address, personId }]
}
