/** A ticket terminal on the square: follows its view, and knows when a paper is known to be out. */
import { io, type Socket } from 'socket.io-client';
import {
  type ClientToServerEvents,
  PROTOCOL_VERSION,
  type ServerToClientEvents,
} from '#shared/protocol.ts';
import type { Snapshot } from '#shared/views.ts';
import { TOKEN } from '#test/support/hub.ts';

type View = Snapshot<'terminal'>;

export class TerminalFollower {
  readonly #socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  #latest: View | undefined;
  #look: () => void = () => {};

  private constructor(port: number) {
    this.#socket = io(`http://127.0.0.1:${port}`, {
      transports: ['websocket'],
      auth: { protocol: PROTOCOL_VERSION, view: 'terminal', token: TOKEN },
    });
    this.#socket.on('snapshot', (snapshot) => {
      this.#latest = snapshot as View;
      const { day, version, at } = snapshot;
      this.#socket.emit('shown', { day, version, at });
      this.#look();
    });
    this.#socket.on('still', (stamp) => this.#socket.emit('shown', stamp));
  }

  /** Resolves when the printer is ready for the first ticket. */
  static async follow(port: number): Promise<TerminalFollower> {
    const terminal = new TerminalFollower(port);
    await terminal.#until(({ printer }) => printer.state === 'ready');
    return terminal;
  }

  /** Resolves when the terminal can tell its visitor what became of her paper. @throws unless it is out */
  async confirmed(number: string): Promise<void> {
    const { prints } = await this.#until((view) => stateOf(view, number) !== 'printing');
    const state = prints.find((print) => print.number === number)?.state;
    if (state !== 'confirmed') throw new Error(`The paper of ${number} is ${state}`);
  }

  close(): void {
    this.#socket.disconnect();
  }

  async #until(isSo: (view: View) => boolean): Promise<View> {
    for (;;) {
      if (this.#latest && isSo(this.#latest)) return this.#latest;
      await new Promise<void>((resolve) => {
        this.#look = resolve;
      });
    }
  }
}

/** A ticket that the terminal has not heard of yet is being printed for all it knows. */
const stateOf = ({ prints }: View, number: string) =>
  prints.find((print) => print.number === number)?.state ?? 'printing';
