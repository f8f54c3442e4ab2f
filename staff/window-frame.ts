import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { About } from '#shared/agenda.ts';
import { say } from '#shared/languages/texts.ts';
import type { Programme } from '#shared/programme.ts';
import type { Snapshot } from '#shared/views.ts';
import type { DisplayId, EpochMs } from '#shared/vocabulary.ts';
import type { ConsoleLanguage } from './this-computer.ts';

const LONG_PX = 1920;
const SHORT_PX = 1080;

/**
 * The window as it is, was or would be: the very page that the glass shows, in a frame as wide as there is room for.
 * Nothing in it can be pressed; what it shows is said beside it by whoever uses it.
 */
@customElement('window-frame')
export class WindowFrame extends LitElement {
  @property({ attribute: false }) board: Snapshot<'board'> | null = null;
  /** null: nothing is shown yet. */
  @property({ attribute: false }) programme: Programme | null = null;
  /** What time it is in there. */
  @property({ attribute: false }) at: EpochMs = 0;
  /** Whether its time goes on by itself. */
  @property({ type: Boolean }) runs = false;
  /** Which of the office's windows; null: the first. */
  @property({ attribute: false }) display: DisplayId | null = null;
  /** The one thing that it shows; null: what the window shows. */
  @property({ attribute: false }) about: About | null = null;
  /** It hangs upright. */
  @property({ type: Boolean }) portrait = false;
  @property() language: ConsoleLanguage = 'sv';
  @query('iframe') private frame!: HTMLIFrameElement;

  #isReady = false;
  readonly #size = new ResizeObserver(() => this.#fit());

  static override styles = css`
    :host {
      display: block;
      container-type: inline-size;
      overflow: hidden;
      border: 1px solid var(--color-line);
      border-radius: var(--radius-s);
      background: var(--color-deep);
      aspect-ratio: 16 / 9;
    }
    :host([portrait]) {
      aspect-ratio: 9 / 16;
    }
    iframe {
      display: block;
      border: 0;
      transform-origin: 0 0;
      pointer-events: none;
    }
  `;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('message', this.#hear);
    this.#size.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('message', this.#hear);
    this.#size.disconnect();
    this.#isReady = false;
  }

  protected override render() {
    return html`<iframe
      src="/display/preview"
      title=${say(this.language, 'staff.window-frame')}
      width=${this.portrait ? SHORT_PX : LONG_PX}
      height=${this.portrait ? LONG_PX : SHORT_PX}
      tabindex="-1"
    ></iframe>`;
  }

  protected override updated(_changed: PropertyValues): void {
    this.#fit();
    this.#tell();
  }

  #fit(): void {
    const width = this.portrait ? SHORT_PX : LONG_PX;
    if (this.frame) this.frame.style.transform = `scale(${this.clientWidth / width})`;
  }

  readonly #hear = ({ origin, source, data }: MessageEvent): void => {
    if (origin !== location.origin || source !== this.frame?.contentWindow) return;
    if ((data as { kind?: unknown } | null)?.kind !== 'torget:ready') return;
    this.#isReady = true;
    this.#tell();
  };

  #tell(): void {
    const { board, programme, at, runs, display, about } = this;
    if (!this.#isReady || !programme) return;
    this.frame.contentWindow?.postMessage(
      { kind: 'torget:show', ...{ board, programme, at, runs, display, about } },
      location.origin,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'window-frame': WindowFrame;
  }
}
