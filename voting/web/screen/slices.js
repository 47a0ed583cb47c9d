/**
 * A long list, filled a slice at a time: a thousand rows take a slow machine
 * seconds, in which the page must go on painting and answering.
 */

const SLICE_MS = 50;
const AT_LEAST = 30; /* rows that are there at once: more than a screen has */
const AT_MOST = 60; /* rows that come in at once: they are laid out together */

export class Slices {
  /**
   * @param {HTMLElement} list
   * @param {{make: (item: any) => Node, there?: (item: any) => Node|null,
   *   isTrue?: (item: any) => boolean,
   *   onProgress: (done: number, all: number) => void}} how  there: the row
   *     that was made for it; isTrue: it says what is so now; onProgress: done
   *     is all at the end
   */
  constructor(list, { make, there = () => null, isTrue = () => true,
    onProgress }) {
    this.list = list;
    this.make = make;
    this.there = there;
    this.isTrue = isTrue;
    this.onProgress = onProgress;
    this.run = 0;
  }

  /**
   * Shows these, in this order, and nothing else: at once what there is, and
   * at least a screen of it; the rest as it is made. What stands there already
   * stays where it is.
   *
   * @param {any[]} items
   */
  show(items) {
    const run = ++this.run;
    const rows = [];
    const more = () => {
      if (run !== this.run || (rows.length > 0 && !this.list.isConnected))
        return; /* other items meanwhile, or another screen */
      this.take(items, rows);
      put(this.list, [...rows, ...this.standing(items.slice(rows.length))]);
      this.onProgress(rows.length, items.length);
      if (rows.length < items.length)
        setTimeout(more);
    };

    more();
  }

  /* What stands there of others stays until it is their turn. */
  standing(items) {
    return items.map((item) => this.there(item)).filter((row) =>
      row?.parentNode === this.list);
  }

  /* Adds rows until a slice is full; those that stand there already cost
   * nothing. */
  take(items, rows) {
    const until = performance.now() + SLICE_MS;
    const least = rows.length === 0 ? AT_LEAST : 1;
    let fresh = 0;

    while (rows.length < items.length) {
      const item = items[rows.length];
      let row = this.isTrue(item) ? this.there(item) : null;

      if (row?.parentNode !== this.list) {
        if (fresh === AT_MOST || (fresh >= least &&
            performance.now() > until))
          return;
        fresh += 1;
      }
      row ??= this.make(item);
      rows.push(row);
    }
  }
}

/* These children and no others, touching only what is not in its place. */
function put(list, rows) {
  const wanted = new Set(rows);
  let at = list.firstChild;

  for (const row of rows) {
    while (at && !wanted.has(at)) {
      const gone = at;

      at = at.nextSibling;
      gone.remove();
    }
    if (at === row)
      at = at.nextSibling;
    else
      list.insertBefore(row, at);
  }
  while (at) {
    const gone = at;

    at = at.nextSibling;
    gone.remove();
  }
}
