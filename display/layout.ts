/**
 * The window in millimetres: how large its type must be to be read from where people stand, and what room
 * there then is. Pure. Rules D12… in docs/spec.md.
 *
 * Lengths are units. The size of type that must be read is READ units, so everything is drawn in the same
 * proportions whatever the panel is; a small panel, or one that is read from afar, has fewer units.
 */

/** What must be read from the distance is set in this size. */
export const READ = 106;
/** The smallest type there is: for whoever has come nearer. Never under distance/155. */
export const NEAR = 57;
/** The picture wanders so far from its place, against burn-in: every zone has more room than that at its edges. */
export const WANDERS = 4;

/** EN 301 549 5.1.4: a capital is seen at no less than this angle. */
const READ_ANGLE = (0.7 * Math.PI) / 180;
/**
 * Height of a capital in ems: Atkinson Hyperlegible Next. Noto Sans' are higher (0.714, Cyrillic). Arabic and
 * Ethiopic have no capitals; what stands as high in them, alef and ሀ, is higher too (0.735 and 0.719).
 */
export const CAPITAL_EM = 0.668;

/** A full window: the proportions it is drawn for. What has more room has larger type instead. */
const FULL = { landscape: { width: 1920, height: 1080 }, portrait: { width: 1080, height: 1920 } };
/** With less, type is larger than the panel can carry: it is then set as large as this takes, and said to be too small. */
const LEAST = { width: 860, height: 470 };

/** The picture, in CSS pixels, and the panel that it hangs there as. */
type Picture = { readonly widthPx: number; readonly heightPx: number };
type Panel = { readonly panelWidthMm: number; readonly viewingDistanceMm: number };

export type Box = { readonly width: number; readonly height: number };

export type Layout = {
  readonly unitPx: number;
  /** 'wide': the queue beside the rotation; 'tall': above it; 'single': in turn with it, where there is room for one. */
  readonly arrangement: 'wide' | 'tall' | 'single';
  /** The whole zones. */
  readonly queue: Box;
  readonly rotation: Box;
  readonly foot: Box;
  /** Between the edges of a zone and its text. */
  readonly margin: number;
  /** Cannot be read from its distance. */
  readonly tooSmall: boolean;
};

/** Above and below the text of the rotation. Its lower edge is no edge of the picture. */
export const PAGE_MARGIN = { top: 32, bottom: 6 } as const;

const FOOT_HEIGHT = 196;
const FOOT_OF_TWO_ROWS_HEIGHT = 254;
const FOOT_OF_THE_DOOR_HEIGHT = 124;

/** @param panel null while nobody has said what hangs there: the picture is then drawn full. */
export function layoutOf({ widthPx, heightPx }: Picture, panel: Panel | null): Layout {
  const full = heightPx > widthPx ? FULL.portrait : FULL.landscape;
  const wanted = Math.max(
    panel ? requiredUnitPx(widthPx, panel) : 0,
    Math.min(widthPx / full.width, heightPx / full.height),
  );
  const most = Math.min(widthPx / LEAST.width, heightPx / LEAST.height);
  const unitPx = Math.min(wanted, most);
  const [width, height] = [widthPx / unitPx, heightPx / unitPx];
  const margin = width < 1000 ? 32 : 48;
  return {
    unitPx,
    margin,
    // What rounding leaves is no fault.
    tooSmall: wanted > most * 1.001,
    ...zonesOf(width, height),
  };
}

/** So large is a unit at least, for what must be read to be readable. */
function requiredUnitPx(widthPx: number, { panelWidthMm, viewingDistanceMm }: Panel): number {
  const capitalMm = 2 * viewingDistanceMm * Math.tan(READ_ANGLE / 2);
  return (capitalMm * (widthPx / panelWidthMm)) / CAPITAL_EM / READ;
}

function zonesOf(width: number, height: number) {
  if (width >= 1560 && height >= 860) {
    const queue = { width: Math.min(700, 0.4 * width), height };
    const foot = { width: width - queue.width, height: FOOT_HEIGHT };
    const rotation = { width: foot.width, height: height - foot.height };
    return { arrangement: 'wide', queue, foot, rotation } as const;
  }
  if (width >= 900 && height >= 1500) {
    const foot = { width, height: FOOT_OF_TWO_ROWS_HEIGHT };
    const queue = { width, height: Math.min(816, 0.44 * height) };
    const rotation = { width, height: height - foot.height - queue.height };
    return { arrangement: 'tall', queue, foot, rotation } as const;
  }
  const foot = { width, height: footHeight(width, height) };
  const rotation = { width, height: height - foot.height };
  return { arrangement: 'single', queue: rotation, foot, rotation } as const;
}

/** Clock and door beside each other, one above the other, or the door alone. */
function footHeight(width: number, height: number): number {
  if (width >= 1200) return FOOT_HEIGHT;
  return height >= 700 ? FOOT_OF_TWO_ROWS_HEIGHT : FOOT_OF_THE_DOOR_HEIGHT;
}
