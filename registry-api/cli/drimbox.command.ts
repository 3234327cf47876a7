import { z } from 'zod'
import { connectApi } from './api.ts'
import { API_OPTIONS, readOptions, wholeNumber, type Command } from './command.ts'
import { CommandFailure, UsageError } from './errors.ts'
import { printable } from './terminal.ts'

const Drimbox = z.looseObject({ id: z.uuid(), number: z.int(), state: z.string() })
const DrimboxPage = z.looseObject({ items: z.array(Drimbox) })

/** `suspend|restore|withdraw NUMBER --reason TEXT`: changes one DRIMbox, unless somebody else just did. */
export function drimboxCommand(verb: 'suspend' | 'restore' | 'withdraw', summary: string): Command {
  return {
    summary,
    usage: `${verb} NUMBER --reason TEXT [--json]`,
    async run(args, { terminal }) {
      const options = {
        ...API_OPTIONS,
        reason: { type: 'string' },
        json: { type: 'boolean', default: false },
      } as const
      const { values, positionals } = readOptions(args, options, [1, 1])
      const number = wholeNumber('NUMBER', positionals[0] ?? '', 0, 999_999_999)
      if (!values.reason?.trim()) throw new UsageError('--reason TEXT is missing: it goes into the audit')
      const api = await connectApi(values)
      const { items } = await api.json(`/v1/drimboxes?number=${number}`, DrimboxPage)
      const [drimbox] = items
      if (drimbox === undefined || items.length > 1) {
        throw new CommandFailure(
          'drimbox-not-found',
          `${items.length} DRIMboxes have number ${number}, not one`,
        )
      }
      // Read and change one version: what somebody else changed in between is a 412, not overwritten.
      const { headers } = await api.request(`/v1/drimboxes/${drimbox.id}`)
      const changed = await api.json(`/v1/drimboxes/${drimbox.id}/${verb}`, Drimbox, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'if-match': headers.get('etag') ?? '' },
        body: JSON.stringify({ reason: values.reason }),
      })
      terminal.print(
        values.json
          ? JSON.stringify(changed)
          : `DRIMbox ${number}: ${printable(drimbox.state)} -> ${printable(changed.state)}`,
      )
      return 0
    },
  }
}
