/**
 * A button for what cannot be taken back: hold it for a second, or press it
 * twice. By keyboard: twice.
 */

import { CoreError } from "../core/core_module.js";
import { el, fill } from "../screen/dom.js";
import { failure } from "../screen/frame.js";
import { say } from "../screen/words.js";

const HOLD_MS = 1000;
const ARMED_MS = 10000;
const BOUNCE_MS = 300; /* one press of a nervous hand is not two */

/** Something was typed that cannot be meant; it is said beneath the button. */
export function mistake([zh, en], values = {}) {
  const put = (words) => words.replace(/\{(\w+)\}/g,
    (whole, name) => values[name] ?? whole);

  return new CoreError("", { zh: put(zh), en: put(en) });
}

/**
 * @param {string} classes
 * @param {[string, string]} words
 * @param {[string, string]} sure   what the second press will do
 * @param {() => Promise<void>} act
 */
export function twice(classes, words, sure, act) {
  return new Twice(classes, words, sure, act).node;
}

class Twice {
  constructor(classes, words, sure, act) {
    this.sure = sure;
    this.act = act;
    this.armed = false;
    this.busy = false;
    this.timer = 0;
    this.says = el("p.sure", { role: "status" });
    this.trouble = el("div", { role: "alert" });
    this.button = el(`button.button.hold${classes}`, { type: "button",
      onclick: () => this.pressed(),
      onpointerdown: () => this.down(),
      onpointerup: () => this.up(), onpointerleave: () => this.up(),
      onpointercancel: () => this.up(),
      oncontextmenu: (event) => event.preventDefault() },
    el("span", say(words)));
    this.node = el("div.actions", this.says, this.button, this.trouble);
  }

  down() {
    this.button.classList.add("holding");
    this.timer = setTimeout(() => void this.go(), HOLD_MS);
  }

  up() {
    this.button.classList.remove("holding");
    clearTimeout(this.timer);
  }

  pressed() {
    if (this.busy)
      return;
    if (this.armed)
      void this.go();
    else
      this.arm();
  }

  arm() {
    this.armed = true;
    this.says.textContent = say(this.sure);
    this.button.classList.add("armed");
    this.button.disabled = true;
    setTimeout(() => {
      this.button.disabled = this.busy;
      if (!this.busy)
        this.button.focus();
    }, BOUNCE_MS);
    setTimeout(() => {
      if (!this.busy)
        this.disarm();
    }, ARMED_MS);
  }

  disarm() {
    this.armed = false;
    this.says.textContent = "";
    this.button.classList.remove("armed");
  }

  async go() {
    this.up();
    if (this.busy)
      return;
    this.busy = true;
    this.button.disabled = true;
    this.button.setAttribute("aria-busy", "true");
    fill(this.trouble);
    try {
      await this.act();
    } catch (error) {
      fill(this.trouble, failure(error));
    } finally {
      this.busy = false;
      this.button.disabled = false;
      this.button.removeAttribute("aria-busy");
      this.disarm();
    }
  }
}
