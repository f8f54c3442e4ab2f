/** The virtual printer in words: how it is, what can be done about it, what can be pretended. Pure. */
import type { TextKey } from '#shared/languages/texts.ts';
import type { PaperAct, PaperState } from '#shared/virtual-printer.ts';

/** What is the matter, most serious first; what is well when nothing is. */
export function conditionsOf(state: PaperState): readonly TextKey[] {
  const matters: [boolean, TextKey][] = [
    [!state.powered, 'paper.state.off'],
    [!state.pluggedIn, 'paper.state.unplugged'],
    [state.brokenDown, 'paper.state.broken'],
    [state.coverOpen, 'paper.state.open'],
    [state.paper === 'out', 'paper.state.out'],
    [state.cutter === 'jammed', 'paper.state.jammed'],
    [state.hot, 'paper.state.hot'],
    [state.waitsToBeTold, 'paper.state.waits'],
    [state.paper === 'near-end', 'paper.state.near-end'],
  ];
  const keys = matters.filter(([isSo]) => isSo).map(([, key]) => key);
  if (keys.length > 0) return keys;
  return [state.printing ? 'paper.state.printing' : 'paper.state.ready'];
}

export type Offer = { key: TextKey; act: PaperAct };

const RESTART: PaperAct = { act: 'power-cycle', offMs: 5_000 };

/** What would put it right. */
export function repairsOf(state: PaperState): readonly Offer[] {
  const offers: [boolean, TextKey, PaperAct][] = [
    [state.chaos !== null, 'paper.repair.calm', { act: 'calm' }],
    [!state.powered, 'paper.repair.power-on', { act: 'power-on' }],
    [!state.pluggedIn, 'paper.repair.plug-in', { act: 'plug-in' }],
    [state.powered && state.brokenDown, 'paper.repair.power-cycle', RESTART],
    [state.coverOpen, 'paper.repair.close-cover', { act: 'close-cover' }],
    [state.paper !== 'plenty', 'paper.repair.refill', { act: 'refill' }],
    [state.cutter === 'jammed', 'paper.repair.clear-jam', { act: 'clear-jam' }],
    [state.waitsToBeTold, 'paper.repair.power-cycle', RESTART],
  ];
  return offers.filter(([isWanted]) => isWanted).map(([, key, act]) => ({ key, act }));
}

/** What may happen to it, as a newcomer meets it: every day first. */
export const PRETENCES: readonly Offer[] = [
  { key: 'paper.pretend.paper-low', act: { act: 'paper-low' } },
  { key: 'paper.pretend.paper-out', act: { act: 'paper-out' } },
  { key: 'paper.pretend.leave-paper', act: { act: 'leave-paper', mm: 35 } },
  { key: 'paper.pretend.open-cover', act: { act: 'open-cover' } },
  { key: 'paper.pretend.jam-cutter', act: { act: 'jam-cutter', when: 'next-cut' } },
  { key: 'paper.pretend.overheat', act: { act: 'overheat', restMs: 10_000 } },
  { key: 'paper.pretend.power-off', act: { act: 'power-off' } },
  { key: 'paper.pretend.power-cycle', act: RESTART },
  { key: 'paper.pretend.pull-cable', act: { act: 'pull-cable' } },
  { key: 'paper.pretend.drop-connection', act: { act: 'drop-connection', how: 'rst' } },
  { key: 'paper.pretend.break-down', act: { act: 'break-down' } },
];
