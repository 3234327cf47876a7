import { customType, timestamp } from 'drizzle-orm/pg-core'

/** A moment of the application's clock, to the millisecond. The database never says what time it is. */
export const instant = () => timestamp({ precision: 3, withTimezone: true, mode: 'date' })

export const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  fromDriver: (buffer) => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength),
})
