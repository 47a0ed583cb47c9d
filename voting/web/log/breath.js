/**
 * What is computed for a thousand things lets the page paint and answer in
 * between.
 */

const SLICE_MS = 50;

/** Lets the page breathe when it has worked for a while. */
export class Breath {
  constructor() {
    this.since = performance.now();
  }

  /** Between two things of many. */
  async taken() {
    if (performance.now() - this.since < SLICE_MS)
      return;
    await new Promise((resolve) => setTimeout(resolve));
    this.since = performance.now();
  }
}
