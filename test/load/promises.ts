/** What no hub may do, however many of them there are and whatever happens to a line: watched from outside. Pure. */

export class OfficePromises {
  readonly #office: string;
  /** Ticket's number → the request it answered. */
  readonly #issued = new Map<string, string>();
  /** Ticket's number → the desk it was called to. Players call a ticket once. */
  readonly #called = new Map<string, string>();
  /** Call's id → number and desk, as windows are told. */
  readonly #shown = new Map<number, string>();

  constructor(office: string) {
    this.#office = office;
  }

  /** Acknowledged, in the order they were given. */
  get numbers(): readonly string[] {
    return [...this.#issued.keys()];
  }

  /** @returns what was broken, in a sentence; null: nothing */
  issued(number: string, requestId: string): string | null {
    const before = this.#issued.get(number);
    this.#issued.set(number, requestId);
    return before === undefined || before === requestId
      ? null
      : `${this.#office}: the number ${number} was given twice`;
  }

  called(number: string, desk: string): string | null {
    const before = this.#called.get(number);
    this.#called.set(number, desk);
    return before === undefined || before === desk
      ? null
      : `${this.#office}: ${number} was called to ${before} and to ${desk}`;
  }

  shown(call: { id: number; number: string; desk: string }): string | null {
    const said = `${call.number} to ${call.desk}`;
    const before = this.#shown.get(call.id);
    this.#shown.set(call.id, said);
    if (before !== undefined && before !== said)
      return `${this.#office}: call ${call.id} was shown as ${before} and as ${said}`;
    return before === undefined ? this.called(call.number, call.desk) : null;
  }
}
