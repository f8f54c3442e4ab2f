/** Runs by their seeds; what went wrong in one, told so that somebody can see it again. */
import { join } from 'node:path';
import { PictureStore } from '#server/media/picture-store.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { type Act, planOf, settingOf } from './plan.ts';
import type { StoresFault } from './shared-log.ts';
import { shorten } from './shorten.ts';
import { live, type MakeLine, type RunEnded } from './town.ts';

/** Of the browser's half of the types, so that it has no name here. */
const LINE: string = '#shared/ui/hub-connection.ts';

export class Runs {
  readonly #folder: string;
  readonly #pictures: PictureStore;
  readonly #MakeLine: MakeLine;
  readonly #sabotage: StoresFault | undefined;
  #runs = 0;

  private constructor(
    folder: string,
    pictures: PictureStore,
    MakeLine: MakeLine,
    sabotage: StoresFault | undefined,
  ) {
    this.#folder = folder;
    this.#pictures = pictures;
    this.#MakeLine = MakeLine;
    this.#sabotage = sabotage;
  }

  /** @param sabotage what is wrong with the store, to see that it is found */
  static async open(sabotage?: StoresFault): Promise<Runs> {
    const folder = temporaryFolder();
    const pictures = await PictureStore.open(join(folder, 'media'));
    const { HubConnection } = (await import(LINE)) as { HubConnection: MakeLine };
    return new Runs(folder, pictures, HubConnection, sabotage);
  }

  run(seed: number, acts: readonly Act[] = planOf(seed)): Promise<RunEnded> {
    return live({
      ...{ setting: settingOf(seed), acts, MakeLine: this.#MakeLine, pictures: this.#pictures },
      folder: join(this.#folder, `run-${++this.#runs}`),
      ...(this.#sabotage && { sabotage: this.#sabotage }),
    });
  }

  /** What went wrong with `seed`, the shortest history in which it does, and how to see it again. */
  async story(seed: number, { wrong }: RunEnded): Promise<string> {
    const rule = ruleOf(wrong);
    const plan = planOf(seed);
    const shortest = await shorten(
      plan,
      async (acts) => ruleOf((await this.run(seed, acts)).wrong) === rule,
    );
    const ended = await this.run(seed, shortest);
    const kept = shortest.map((act) => plan.indexOf(act)).join(',');
    return [
      `seed ${seed}, ${JSON.stringify(settingOf(seed))}: ${wrong[0]}`,
      `With ${shortest.length} of ${plan.length} acts it comes to: ${ended.wrong[0]}`,
      ...shortest.map((act) => `  ${JSON.stringify(act)}`),
      `To see it again: npm run simulate -- --seed ${seed} --acts ${kept || 'none'}`,
    ].join('\n');
  }
}

/** 'I10', or 'fault'. */
export const ruleOf = (wrong: readonly string[]): string | undefined =>
  wrong[0] && (/s: (I\d+|fault)/.exec(wrong[0])?.[1] ?? 'something');
