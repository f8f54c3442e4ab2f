/** Curves over time as SVG: one picture, a panel for each kind of figure, a line for each hub. Pure. */

type Curve = { name: string; points: readonly (readonly [atS: number, value: number])[] };
export type Panel = { title: string; unit: string; curves: readonly Curve[] };

const WIDTH = 900;
const PANEL = { height: 180, above: 34, left: 70, right: 20, below: 26 };
/** Told apart without colour by their dashes, too. */
const STROKES = [
  { colour: '#0b5c8a', dashes: '' },
  { colour: '#a3420f', dashes: '6 3' },
  { colour: '#2f6b2f', dashes: '2 3' },
  { colour: '#6b3a8a', dashes: '8 3 2 3' },
];

export function drawn(title: string, panels: readonly Panel[]): string {
  const height = 60 + panels.length * PANEL.height;
  const names = panels[0]?.curves.map(({ name }) => name) ?? [];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="16" y="24" font-size="15" font-weight="bold">${escaped(title)}</text>`,
    ...names.map((name, nth) => {
      const x = PANEL.left + nth * 160;
      return `<path d="M${x} 42h28" ${stroke(nth)}/><text x="${x + 34}" y="46">${escaped(name)}</text>`;
    }),
    ...panels.map((panel, nth) => panelAt(panel, 60 + nth * PANEL.height)),
    '</svg>\n',
  ].join('\n');
}

function panelAt({ title, unit, curves }: Panel, top: number): string {
  const points = curves.flatMap((curve) => curve.points);
  const lastS = Math.max(1, ...points.map(([at]) => at));
  const most = roundUp(Math.max(...points.map(([, value]) => value), 0));
  const [bottom, ceiling] = [top + PANEL.height - PANEL.below, top + PANEL.above];
  const x = (at: number) => PANEL.left + (at / lastS) * (WIDTH - PANEL.left - PANEL.right);
  const y = (value: number) => bottom - (value / most) * (bottom - ceiling);
  const grid = [0, 0.5, 1].map((share) => {
    const at = y(most * share).toFixed(1);
    return `<path d="M${PANEL.left} ${at}H${WIDTH - PANEL.right}" stroke="#ccc"/><text x="${PANEL.left - 8}" y="${at}" dy="4" text-anchor="end">${shortened(most * share)}</text>`;
  });
  return [
    `<text x="${PANEL.left}" y="${top + 22}" font-weight="bold">${escaped(title)}, ${escaped(unit)}</text>`,
    ...grid,
    `<text x="${PANEL.left}" y="${bottom + 16}">0 s</text><text x="${WIDTH - PANEL.right}" y="${bottom + 16}" text-anchor="end">${Math.round(lastS)} s</text>`,
    points.length === 0
      ? `<text x="${PANEL.left + 8}" y="${(bottom + ceiling) / 2}">not told</text>`
      : '',
    ...curves.map(({ points }, nth) => {
      const path = points.map(([at, value]) => `${x(at).toFixed(1)} ${y(value).toFixed(1)}`);
      return path.length === 0 ? '' : `<path d="M${path.join('L')}" fill="none" ${stroke(nth)}/>`;
    }),
  ].join('\n');
}

function stroke(nth: number): string {
  const { colour = '', dashes = '' } = STROKES[nth % STROKES.length] ?? {};
  return `stroke="${colour}" stroke-width="1.5"${dashes && ` stroke-dasharray="${dashes}"`}`;
}

/** To 1, 2 or 5 and noughts. */
function roundUp(value: number): number {
  if (value <= 0) return 1;
  const tens = 10 ** Math.floor(Math.log10(value));
  return (([1, 2, 5, 10].find((step) => step * tens >= value) ?? 10) as number) * tens;
}

const shortened = (value: number): string => String(Number(value.toPrecision(2)));

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
