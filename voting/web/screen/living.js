/**
 * A screen that follows numbers without being drawn anew: while it stands,
 * what somebody is typing or about to press stays where it is, and only the
 * parts change that say something else than before.
 */

import { el, fill } from "./dom.js";

export class Living {
  constructor() {
    this.parts = [];
  }

  /**
   * An element whose text is what `words` says now.
   *
   * @param {string} what  as for el()
   * @param {() => string|number} words
   * @param {Object} [attributes]
   */
  text(what, words, attributes = {}) {
    const node = el(what, attributes);

    return this.follow(node, () => {
      const text = String(words());

      if (node.textContent !== text)
        node.textContent = text;
    });
  }

  /**
   * An element whose children are drawn anew when the key is another one.
   *
   * @param {string} what
   * @param {() => *} keyOf   anything that JSON can say
   * @param {(living: Living) => (Node|Array|null|false)} draw
   * @param {Object} [attributes]
   */
  part(what, keyOf, draw, attributes = {}) {
    const node = el(what, attributes);
    let shown = null;
    let inner = new Living();

    return this.follow(node, () => {
      const key = JSON.stringify(keyOf()) ?? "";

      if (key === shown) {
        inner.update();
        return;
      }
      shown = key;
      inner = new Living();
      const held = node.contains(document.activeElement)
        ? document.activeElement.id : "";

      fill(node, [draw(inner)].flat(Infinity));
      if (held)
        document.getElementById(held)?.focus({ preventScroll: true });
    });
  }

  /** Any node, and what is done to it at each update. */
  follow(node, update) {
    this.parts.push(update);
    update();
    return node;
  }

  update() {
    for (const update of this.parts)
      update();
  }
}
