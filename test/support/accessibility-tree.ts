/** What Chromium tells a screen reader of a page. */
import type { Page } from 'playwright-core';

type Told = {
  role: string;
  name: string;
  /** 'polite' or 'assertive' of a live region; '' of everything else. */
  live: string;
  /** All that is read inside of it. */
  text: string;
};

/** Whatever must have a name to be of use. */
const NAMED = [
  ...['button', 'link', 'textbox', 'combobox', 'checkbox', 'switch', 'radio', 'menuitem', 'option'],
  ...['dialog', 'region', 'toolbar', 'menu', 'heading', 'group', 'listbox'],
];

/** Everything on the page, in reading order. */
export async function toldOf(page: Page): Promise<readonly Told[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as {
      nodes: readonly AxNode[];
    };
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const textOf = (node: AxNode): string =>
      node.role?.value === 'StaticText'
        ? (node.name?.value ?? '')
        : (node.childIds ?? [])
            .map((id) => byId.get(id))
            .map((child) => (child ? textOf(child) : ''))
            .join(' ');
    return nodes
      .filter(({ ignored }) => !ignored)
      .map((node) => ({
        role: node.role?.value ?? '',
        name: node.name?.value ?? '',
        live: String(node.properties?.find(({ name }) => name === 'live')?.value.value ?? ''),
        text: textOf(node).replaceAll(/\s+/g, ' ').trim(),
      }));
  } finally {
    await session.detach();
  }
}

/** What somebody who listens would come to and not know. */
export const nameless = (told: readonly Told[]): readonly string[] =>
  told
    .filter(({ role, name, text }) => NAMED.includes(role) && !name && role !== 'group' && !text)
    .map(({ role }) => role);

/** What the live regions say. */
export const liveTexts = (told: readonly Told[]): readonly string[] =>
  told
    .filter(({ live, text }) => live !== '' && live !== 'off' && text !== '')
    .map(({ text }) => text);

type AxNode = {
  nodeId: string;
  ignored: boolean;
  childIds?: readonly string[];
  role?: { value: string };
  name?: { value: string };
  properties?: readonly { name: string; value: { value: unknown } }[];
};
