import { join } from 'node:path'
import { runTests } from '../../support/run-tests.ts'
import type { AcceptanceLine } from '../harness.ts'

export const line: AcceptanceLine = {
  number: 2,
  title: 'every route × every role: the answers are those of the matrix, private 404s are equal',
  async run(context) {
    const run = await runTests(['test/api/access.test.ts'], join(context.directory, 'access.json'))
    // The test says how many it has compared; what it has not counted it has not asked.
    const [, answers = '0', routes = '0', roles = '0'] =
      /access: (\d+) answers, (\d+) routes, (\d+) roles/.exec(run.output) ?? []
    context.figure('routes', routes)
    context.figure('roles', roles)
    context.figure('answers compared with the matrix', answers)
    context.check('every answer is the one of the matrix', run.failed === 0 && run.passed > 0, run.failures)
    context.check(
      'every route was asked as every role',
      Number(answers) >= Number(routes) * Number(roles) && Number(routes) > 0,
      answers,
    )
  },
}
