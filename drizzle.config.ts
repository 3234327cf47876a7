import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './registry-api/src/db/schema/*.ts',
  out: './migrations',
  casing: 'snake_case',
  migrations: { prefix: 'timestamp' },
  strict: true,
})
