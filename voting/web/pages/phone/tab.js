/**
 * One window of this page at a time: the last one that was opened or chosen.
 * The others say so, and do nothing until they are chosen or it is closed.
 */

import { forget, keep, recall } from "../../log/device.js";

const NAME = "tab";

export class Tab {
  /** @param {() => void} onChange  another window was chosen, or this one */
  constructor(onChange) {
    this.id = crypto.getRandomValues(new Uint32Array(2)).join("-");
    this.onChange = onChange;
    addEventListener("storage", (event) => {
      if (event.key === null || event.key.endsWith(`/${NAME}`))
        this.onOther();
    });
    addEventListener("pagehide", () => {
      if (!this.elsewhere)
        forget(NAME);
    });
    addEventListener("pageshow", () => this.onOther());
    this.choose();
  }

  /** Whether another window is the one to use. */
  get elsewhere() {
    return recall(NAME) !== this.id;
  }

  /** From now on it is this one. */
  choose() {
    keep(NAME, this.id);
    this.onChange();
  }

  /* Another was chosen; or the one that was is closed, and this one is left. */
  onOther() {
    if (recall(NAME) === null)
      this.choose();
    else
      this.onChange();
  }
}
