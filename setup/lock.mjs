/**
 * One set-up at a time in one checkout, however many commands are started together.
 *
 * The lock is a folder that holds one file, named after the process that has it. Both ways to get it
 * are a single rename, which the file system lets only one process win: a folder of one's own put in
 * the lock's place, or a dead owner's file renamed to one's own.
 */
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_AFTER_MS = 100;

/**
 * @template Result
 * @param {string} lock the folder to be; its parent is made when missing
 * @param {(ownerPid: number) => void} onWait told once, when somebody else is at it
 * @param {() => Promise<Result> | Result} work
 * @returns {Promise<Result>}
 */
export async function alone(lock, onWait, work) {
  const mine = String(process.pid);
  let waits = false;
  while (!(take(lock, mine) || takeOver(lock, mine))) {
    const owner = ownerOf(lock);
    if (!waits && owner !== undefined) {
      waits = true;
      onWait(Number(owner));
    }
    await pause(LOOK_AGAIN_AFTER_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(join(lock, mine));
    removeEmpty(lock);
  }
}

/** @param {string} lock @param {string} mine */
function take(lock, mine) {
  const prepared = `${lock}.${mine}`;
  mkdirSync(dirname(lock), { recursive: true });
  mkdirSync(prepared, { recursive: true });
  writeFileSync(join(prepared, mine), '');
  try {
    renameSync(prepared, lock);
    return true;
  } catch {
    // The lock is there already; which error says so depends on the system.
    rmSync(prepared, { recursive: true });
    removeEmpty(lock);
    return false;
  }
}

/** @param {string} lock @param {string} mine */
function takeOver(lock, mine) {
  const owner = ownerOf(lock);
  if (owner === undefined || isAlive(Number(owner))) return false;
  try {
    renameSync(join(lock, owner), join(lock, mine));
    return true;
  } catch {
    return false; // somebody else was quicker
  }
}

/** @param {string} lock */
function ownerOf(lock) {
  try {
    return readdirSync(lock)[0];
  } catch {
    return undefined; // let go of in this moment
  }
}

/** What an owner leaves behind who died, or was overtaken, between two steps of letting go. @param {string} lock */
function removeEmpty(lock) {
  try {
    rmdirSync(lock);
  } catch {
    // Not empty: it is somebody's. Not there: so much the better.
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
