/** The devices, live: as the log has them at any moment, whichever hub paired or revoked one last. */
import { randomBytes } from 'node:crypto';
import type { DeviceId } from '#shared/identity.ts';
import type { DisplayId, EpochMs } from '#shared/vocabulary.ts';
import type { Cause, EventLog } from '../event-log/event-log.ts';
import type { Outcome, RequestMark } from '../event-log/request-memory.ts';
import { StreamWriter } from '../event-log/stream-writer.ts';
import { type Device, type DeviceEvent, type Devices, decide, evolve } from './devices.ts';
import { devicesFormat } from './devices-format.ts';

type Refusal = 'unknown-device' | 'request-id-reused';

export class LiveDevices {
  readonly #writer: StreamWriter<Devices, DeviceEvent>;
  readonly #now: () => EpochMs;

  private constructor(writer: StreamWriter<Devices, DeviceEvent>, now: () => EpochMs) {
    this.#writer = writer;
    this.#now = now;
  }

  /** @throws {EventLogUnavailable | EventLogUnusable} */
  static async open(log: EventLog, now: () => EpochMs): Promise<LiveDevices> {
    const writer = await StreamWriter.open<Devices, DeviceEvent>({
      ...{ log, stream: 'devices/hub', format: devicesFormat, evolve },
      initial: new Map(),
    });
    return new LiveDevices(writer, now);
  }

  get state(): Devices {
    return this.#writer.state;
  }

  /** Pairs it, under an id that says nothing. */
  pair(
    mark: RequestMark,
    device: Omit<Device, 'id' | 'pairedAt' | 'pairedBy'>,
    by: string,
  ): Promise<Outcome<Device, Refusal>> {
    const id = `${device.kind}-${randomBytes(6).toString('hex')}` as DeviceId;
    return this.#writer.submit(
      mark,
      (state) => decide(state, { type: 'Pair', device: { ...device, id }, at: this.#now(), by }),
      (state) => state.get(id) as Device,
    );
  }

  set(
    mark: RequestMark,
    change: { device: DeviceId; name: string; display: DisplayId | null },
    by: string,
  ): Promise<Outcome<Device, Refusal>> {
    return this.#writer.submit(
      mark,
      (state) => decide(state, { type: 'SetDevice', ...change, at: this.#now(), by }),
      (state) => state.get(change.device) as Device,
    );
  }

  revoke(mark: RequestMark, device: DeviceId, by: string): Promise<Outcome<null, Refusal>> {
    return this.#writer.submit(
      mark,
      (state) => decide(state, { type: 'Revoke', device, at: this.#now(), by }),
      () => null,
    );
  }

  /** Resolves when `state` has what any hub did before it was asked for. @throws {EventLogUnavailable} */
  async catchUp(): Promise<void> {
    await this.#writer.catchUp();
  }

  answered(requestId: string): Cause | undefined {
    return this.#writer.answered(requestId);
  }

  /** Runs `listener` with each device that was paired, changed or revoked, whichever hub did it; returns what ends it. */
  onChange(listener: (device: DeviceId) => void): () => void {
    return this.#writer.onDurable((news) => {
      for (const { event } of news)
        listener(event.type === 'DevicePaired' ? event.device.id : event.device);
    });
  }

  /** Resolves when every change asked for has its outcome. The log stays open. */
  close(): Promise<void> {
    return this.#writer.close();
  }
}
