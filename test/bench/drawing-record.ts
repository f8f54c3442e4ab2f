/** What a drawing asks of its canvas, to be asked again of a bare one: the least that the same picture can cost. */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';

type Step = { name: string; again: (context: SKRSContext2D) => unknown };

const prototype: object = Object.getPrototypeOf(createCanvas(1, 1).getContext('2d'));

/**
 * Runs `draw` and returns what draws the same on another canvas. Left out is what comes before the first
 * colour: until then a text is only measured.
 */
export function recordDrawing(draw: () => unknown): (context: SKRSContext2D) => void {
  const asItIs = Object.getOwnPropertyDescriptors(prototype);
  const steps: Step[] = [];
  for (const [name, property] of Object.entries(asItIs)) {
    const { set, value } = property;
    if (set)
      Object.defineProperty(prototype, name, {
        ...property,
        set(to: unknown) {
          steps.push({ name, again: (context) => set.call(context, to) });
          set.call(this, to);
        },
      });
    else if (typeof value === 'function' && name !== 'constructor')
      Object.defineProperty(prototype, name, {
        ...property,
        value(...given: unknown[]) {
          steps.push({ name, again: (context) => value.apply(context, given) });
          return value.apply(this, given);
        },
      });
  }
  try {
    draw();
  } finally {
    Object.defineProperties(prototype, asItIs);
  }
  const drawn = steps.slice(steps.findIndex(({ name }) => name === 'fillStyle'));
  return (context) => {
    for (const { again } of drawn) again(context);
  };
}
