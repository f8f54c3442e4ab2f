/** The pictures that test/window/pictures.test.ts compares the window with, made anew. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { GOLDEN, GOLDEN_CHROMIUM, PictureStage } from '#test/support/window-pictures.ts';

export async function goldens(): Promise<void> {
  const stage = await PictureStage.open();
  try {
    if (!isTheOneThatIsFetched(stage.chromiumVersion)) {
      process.stderr.write(
        `Goldens are made with the Chromium in @sparticuz/chromium, and this is ${stage.chromiumVersion}: set CHROMIUM_PATH to .tools/chromium/run.\n`,
      );
      process.exitCode = 1;
      return;
    }
    rmSync(GOLDEN, { recursive: true, force: true });
    mkdirSync(GOLDEN, { recursive: true });
    const pictures = await stage.pictures();
    for (const picture of pictures)
      writeFileSync(`${GOLDEN}/${picture.name}.png`, await stage.take(picture));
    writeFileSync(GOLDEN_CHROMIUM, `${stage.chromiumVersion}\n`);
    process.stdout.write(`${pictures.length} pictures are in ${GOLDEN}.\n`);
  } finally {
    await stage.close();
  }
}

function isTheOneThatIsFetched(version: string): boolean {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const [fetched] = String(devDependencies['@sparticuz/chromium']).split('.');
  return version.split('.')[0] === fetched;
}
