import { defineConfig } from 'vitest/config'

const closingLine = './test/support/closing-line-reporter.ts'

export default defineConfig({
  test: {
    reporters: ['default', closingLine],
    // Three projects by what a test needs: memory only; a process, a socket or a database; a browser.
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{whitelist,signer,registry-api,drimbox,demo,portal}/**/*.test.ts',
            'test/architecture/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/build/**', '**/dist/**'],
          testTimeout: 30_000,
          sequence: { groupOrder: 1 },
          server: { deps: { inline: [/drizzle-orm/] } },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/architecture/**', '**/node_modules/**'],
          globalSetup: ['test/support/global-postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          server: { deps: { inline: [/drizzle-orm/] } },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/global-portal.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
