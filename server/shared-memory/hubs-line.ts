/** How hubs that share their offices hear one another. Adapters: one file each in this folder, under one contract. */
export interface HubsLine {
  /** To all who listen. Those of one hub come in the order they were said; what cannot be said now is lost. */
  say(text: string): void;

  /** The last `listener` that was given hears what any hub says, this one too. */
  onSaid(listener: (text: string) => void): void;

  /** What was said before is said. */
  close(): Promise<void>;
}
