/**
 * One caller on one kept connection, who asks again when she has her answer. Written on the bare socket:
 * Node's own client costs about as much as the servers that are measured, on the same two cores.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { TOKEN } from '#test/support/hub.ts';

const END_OF_HEAD = '\r\n\r\n';

export class HttpCaller {
  readonly #socket: Socket;
  readonly #host: string;
  #received = '';
  #answered: (body: string) => void = () => {};
  #failed: (fault: Error) => void = () => {};

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.setEncoding('latin1'); // one character a byte, as Content-Length counts
    socket.setNoDelay(true);
    socket.on('data', (bytes: unknown) => this.#take(String(bytes)));
    socket.on('error', (fault) => this.#failed(fault));
    socket.on('close', () => this.#failed(new Error(`${host} closed the connection`)));
  }

  static async connect(port: number): Promise<HttpCaller> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new HttpCaller(socket, `127.0.0.1:${port}`);
  }

  /**
   * One request at a time. Resolves to the body.
   * @throws {Error} for any status but 200 and 201: a bench has no use for refusals
   */
  post(path: string, body: object): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#answered = resolve;
    this.#failed = reject;
    // Servers let go of a connection on which nobody has asked for five seconds.
    if (this.#socket.closed) reject(new Error(`${this.#host} closed the connection`));
    const text = JSON.stringify(body);
    this.#socket.write(
      `POST ${path} HTTP/1.1\r\nHost: ${this.#host}\r\nAuthorization: Bearer ${TOKEN}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}${END_OF_HEAD}${text}`,
    );
    return promise;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(bytes: string): void {
    this.#received += bytes;
    const endOfHead = this.#received.indexOf(END_OF_HEAD);
    if (endOfHead < 0) return;
    const head = this.#received.slice(0, endOfHead);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    const body = this.#received.slice(endOfHead + END_OF_HEAD.length);
    if (body.length < length) return;
    this.#received = '';
    if (/^HTTP\/1\.1 20[01] /.test(head)) this.#answered(body);
    else this.#failed(new Error(`${head.split('\r\n', 1)[0]}: ${body}`));
  }
}
