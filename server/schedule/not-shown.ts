/** What the author of the office book should know of the window: what could be on there and is not. Pure. */
import { type Hidden, hiddenBy } from '#shared/agenda.ts';
import type { Notice, Programme, Takeover } from '#shared/programme.ts';
import type { EpochMs } from '#shared/vocabulary.ts';

type Span = { readonly from: EpochMs; readonly until: EpochMs };
/** An urgent notice. */
type ByNotice = { readonly notice: Notice['id'] };

export type NotShown =
  | (Span & {
      readonly code: 'notice-not-shown';
      readonly notice: Notice['id'];
      readonly by: 'takeover' | 'normal' | ByNotice;
    })
  /** In whole or in part. */
  | (Span & { readonly code: 'agenda-not-shown'; readonly by: 'takeover' | ByNotice });

/** As far ahead as the programme is sure. Of the agenda one remark for each thing that hides it. */
export function notShown(
  programme: Programme,
  takeover: Takeover | null,
  at: EpochMs,
): readonly NotShown[] {
  const agenda = new Map<Hidden['by'], NotShown>();
  const notices: NotShown[] = [];
  for (const hidden of hiddenBy(programme, takeover, at, programme.validUntil)) {
    const { slide, from, until } = hidden;
    const by = typeof hidden.by === 'string' ? hidden.by : { notice: hidden.by.id };
    if (slide.kind === 'notice') {
      notices.push({ code: 'notice-not-shown', notice: slide.notice.id, by, from, until });
    } else if (by !== 'normal') {
      const so = agenda.get(hidden.by) ?? { from, until };
      const span = { from: Math.min(from, so.from), until: Math.max(until, so.until) };
      agenda.set(hidden.by, { code: 'agenda-not-shown', by, ...span });
    }
  }
  return [...agenda.values(), ...notices];
}
