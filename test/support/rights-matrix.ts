// Section 3.2 of the procedures, as it is written there. The code runs registry-api/src/rights/permissions.ts; the tests of
// access expect what stands here, and test/architecture/rights.test.ts holds the two against one another.
const MATRIX = `
org.read commitment.read box.read activity.read|OA OS OT OR, key read
product.read product.write run.launch|VP
org.edit contact.edit member.manage key.manage mandate.manage|OA
delegation.write box.write box.service cert.submit cert.retire run.launch finding.answer|OA OT, key boxes certificates maintenance runs
box.self-cut|OA OS OT
box.withdraw|OA OS
commitment.sign commitment.notice|OS
any.read|AR AI AD AP AS AA
person.read document.open admission.review commitment.review delegation.check box.review finding.write letter.send decision.propose|AI AD
decision.approve decision.refuse cut.confirm settings.approve|AD
cut.safety|AS
list.draft|AI AP
list.approve|AP
list.import range.manage|AI
member.grant settings.propose|AA
audit.read audit.export|AD AA`

export interface MatrixLine {
  readonly roles: ReadonlySet<string>
  /** Scopes with which a key may do what is in the line. */
  readonly scopes: ReadonlySet<string>
}

/** The lines of the matrix by permission; one that stands in two lines has the roles of both. */
export const matrix: ReadonlyMap<string, MatrixLine> = readMatrix()

function readMatrix(): Map<string, MatrixLine> {
  const lines = new Map<string, MatrixLine>()
  for (const row of MATRIX.trim().split('\n')) {
    const [names = '', who = ''] = row.split('|')
    const [roles = '', key = ''] = who.split(', key ')
    for (const name of names.split(' ')) {
      const line = lines.get(name)
      lines.set(name, {
        roles: new Set([...(line?.roles ?? []), ...roles.split(' ')]),
        scopes: new Set([...(line?.scopes ?? []), ...key.split(' ').filter(Boolean)]),
      })
    }
  }
  return lines
}
