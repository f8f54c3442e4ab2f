/** Lines between hubs in one process, on which what is said may be lost. */
import type { HubsLine } from '#server/shared-memory/hubs-line.ts';
import { InMemoryHubsLine } from '#server/shared-memory/in-memory-hubs-line.ts';

/** @param isLost whether what the hub says now is heard by nobody */
export function hubsLines(isLost: (hub: string) => boolean): () => HubsLine {
  const house = new Set<InMemoryHubsLine>();
  return () => {
    const line = new InMemoryHubsLine(house);
    return {
      say: (text) => {
        if (!isLost(JSON.parse(text).hub)) line.say(text);
      },
      onSaid: (listener) => line.onSaid(listener),
      close: () => line.close(),
    };
  };
}
