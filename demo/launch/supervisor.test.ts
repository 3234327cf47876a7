import { describe, expect, it } from 'vitest'
import { StartFault, Stopped } from './fault.ts'
import { createSupervisor, type Running, type Service } from './supervisor.ts'

/** A service in memory whose processes die when told to. */
function fakeService(name: string, order: string[], launches: (() => Promise<void>)[] = []) {
  const processes: { die: (how: string) => void; isAlive: boolean }[] = []
  let pid = 0
  const service: Service = {
    name,
    async launch(signal) {
      order.push(`launch ${name}`)
      await launches.shift()?.()
      if (signal.aborted) throw new Stopped()
      const exited = Promise.withResolvers<string>()
      const process = {
        isAlive: true,
        die(how: string) {
          if (!process.isAlive) return
          process.isAlive = false
          exited.resolve(how)
        },
      }
      processes.push(process)
      const running: Running = {
        pid: ++pid,
        exited: exited.promise,
        lastLines: () => [`${name} said this last`],
        async stop() {
          if (process.isAlive) order.push(`stop ${name}`)
          process.die('code 0')
        },
      }
      return running
    },
  }
  return {
    service,
    latest: () => processes.at(-1)!,
    alive: () => processes.filter((each) => each.isAlive).length,
  }
}

function harness() {
  const said: string[] = []
  const pauses: number[] = []
  const faults: StartFault[] = []
  const time = { ms: 0 }
  let notes: readonly { name: string; pid: number }[] = []
  const supervisor = createSupervisor({
    say: (text) => said.push(text),
    noteRunning: (running) => (notes = running),
    giveUp: (fault) => faults.push(fault),
    monotonicMs: () => time.ms,
    pause: async (milliseconds) => void pauses.push(milliseconds),
  })
  return { supervisor, said, pauses, faults, time, notes: () => notes }
}

const settled = async () => {
  for (let i = 0; i < 50; i++) await Promise.resolve()
}

describe('supervisor', () => {
  it('stops the youngest first, and everything once, however often it is asked', async () => {
    const order: string[] = []
    const { supervisor, notes } = harness()
    for (const name of ['a', 'b', 'c']) await supervisor.start(fakeService(name, order).service)
    expect(notes().map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    await Promise.all([supervisor.stop(), supervisor.stop()])
    await supervisor.stop()
    expect(order.slice(3)).toEqual(['stop c', 'stop b', 'stop a'])
    expect(notes()).toEqual([])
  })

  it('starts a dead child again after a pause that doubles, and says so', async () => {
    const { supervisor, said, pauses, faults } = harness()
    const child = fakeService('api', [])
    await supervisor.start(child.service)
    child.latest().die('signal SIGKILL')
    await settled()
    child.latest().die('code 1')
    await settled()
    expect(said).toEqual([
      'api ended (signal SIGKILL): starting it again',
      'api runs again',
      'api ended (code 1): starting it again',
      'api runs again',
    ])
    expect(pauses).toEqual([200, 400])
    expect(child.alive()).toBe(1)
    expect(faults).toEqual([])
    await supervisor.stop()
  })

  it('at five deaths within a minute stops everything and gives the last lines', async () => {
    const order: string[] = []
    const { supervisor, faults } = harness()
    const steady = fakeService('postgres', order)
    const dying = fakeService('api', order)
    await supervisor.start(steady.service)
    await supervisor.start(dying.service)
    for (let i = 0; i < 5; i++) {
      dying.latest().die('code 1')
      await settled()
    }
    await supervisor.stop()
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatchObject({ code: 'child-failed', lastLines: ['api said this last'] })
    expect(faults[0]?.message).toContain('api died 5 times within a minute')
    expect([steady.alive(), dying.alive()]).toEqual([0, 0])
    expect(order.filter((each) => each === 'launch api')).toHaveLength(5)
  })

  it('counts a start that fails as a death', async () => {
    const { supervisor, faults } = harness()
    const fail = async () => {
      throw new StartFault('child-failed', 'ended before it was ready', ['bad key'])
    }
    const dying = fakeService('signer', [], [async () => undefined, fail, fail, fail, fail])
    await supervisor.start(dying.service)
    dying.latest().die('code 1')
    await settled()
    expect(faults[0]?.lastLines).toEqual(['bad key'])
  })

  it('goes on for ever with a child that dies less often', async () => {
    const { supervisor, faults, time, pauses } = harness()
    const child = fakeService('api', [])
    await supervisor.start(child.service)
    for (let i = 0; i < 20; i++) {
      time.ms += 16_000
      child.latest().die('code 1')
      await settled()
    }
    expect(faults).toEqual([])
    expect(Math.max(...pauses)).toBe(1_600)
    await supervisor.stop()
  })

  it('hands a first start that fails to the caller and does not repeat it', async () => {
    const order: string[] = []
    const { supervisor } = harness()
    const fault = new StartFault('child-failed', 'ended before it was ready')
    const child = fakeService('signer', order, [() => Promise.reject(fault)])
    await expect(supervisor.start(child.service)).rejects.toBe(fault)
    await settled()
    expect(order).toEqual(['launch signer'])
    await supervisor.stop()
  })

  it('leaves nothing running when it is stopped in the middle of a start', async () => {
    const slow = Promise.withResolvers<void>()
    const { supervisor } = harness()
    const child = fakeService('api', [], [() => slow.promise])
    const starting = supervisor.start(child.service)
    const stopped = supervisor.stop()
    slow.resolve()
    await expect(starting).rejects.toBeInstanceOf(Stopped)
    await stopped
    expect(child.alive()).toBe(0)
    await expect(supervisor.start(child.service)).rejects.toBeInstanceOf(Stopped)
  })

  it('leaves nothing running when it is stopped while a child is being started again', async () => {
    const slow = Promise.withResolvers<void>()
    const { supervisor } = harness()
    const child = fakeService('api', [], [async () => undefined, () => slow.promise])
    await supervisor.start(child.service)
    child.latest().die('code 1')
    await settled()
    const stopped = supervisor.stop()
    slow.resolve()
    await stopped
    expect(child.alive()).toBe(0)
  })
})
