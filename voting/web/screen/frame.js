/**
 * The frame round each page but the wall: title, language, whether the server
 * is there, and one screen at a time. A screen is only ever replaced as a
 * whole, by somebody's act or the chair's; while it stands, what a person has
 * touched stays as it is.
 */

import { el, fill, mark, status } from "./dom.js";
import { language, onLanguage, say, speak } from "./words.js";
import { FRAME } from "../words/frame.js";

export class Frame {
  /**
   * @param {HTMLElement} root
   * @param {{title: [string, string], wide?: boolean}} what
   */
  constructor(root, { title, wide = false }) {
    this.words = title;
    this.title = el("strong");
    this.who = el("span.who");
    this.tongue = el("button", { type: "button",
      onclick: () => speak(language() === "zh" ? "en" : "zh") });
    this.connection = status();
    this.connection.className = "connection";
    this.warning = el("p.notice.warn", { hidden: true });
    this.warned = null;
    /* To this device's other pages; see roles.js. */
    this.roles = el("nav.roles", { hidden: true });
    this.drawOthers = () => [];
    /* For whoever does not see that the screen is another one. */
    this.spoken = status();
    this.spoken.className = "unseen";
    this.screen = el(wide ? "main.screen.wide" : "main.screen",
      { tabindex: "-1" });
    this.there = null;
    this.draw = null;
    this.key = null;
    fill(root, el("div.frame",
      el("header.top", this.title, this.who, this.tongue),
      this.connection, this.roles, this.warning, this.screen, this.spoken));
    onLanguage(() => {
      this.label();
      this.redraw();
    });
    this.label();
  }

  label() {
    this.title.textContent = say(this.words);
    document.title = say(this.words);
    this.tongue.textContent = language() === "zh" ? "English" : "中文";
    this.tongue.lang = language() === "zh" ? "en" : "zh-CN";
    this.roles.setAttribute("aria-label", say(FRAME.roles));
    this.others(this.drawOthers);
    this.connected(this.there);
    this.warn(this.warned);
  }

  /** @param {boolean|null} there  null: not known yet */
  connected(there) {
    const words = there === null ? FRAME.connecting
      : there ? FRAME.connected : FRAME.lost;

    this.there = there;
    this.connection.textContent = say(words);
    this.connection.classList.toggle("lost", there === false);
  }

  /** @param {() => Node[]} draw  links to this device's other pages, if any */
  others(draw) {
    const links = draw();

    this.drawOthers = draw;
    this.roles.hidden = links.length === 0;
    fill(this.roles, links);
  }

  /** @param {string} name  who this device belongs to, or "" */
  person(name) {
    this.who.textContent = name;
  }

  /** @param {[string, string]|null} words  stands above every screen */
  warn(words) {
    this.warned = words;
    this.warning.hidden = !words;
    if (words)
      fill(this.warning, mark("alert"), say(words));
  }

  /**
   * Shows a screen, unless it is the one that is shown: who says the same key
   * again changes nothing.
   *
   * @param {string} key
   * @param {() => (Node|Array)} draw
   */
  show(key, draw) {
    if (this.key === key)
      return;
    this.key = key;
    this.draw = draw;
    this.redraw();
    this.announce();
    scrollTo(0, 0);
    this.screen.focus({ preventScroll: true });
  }

  /* What stands on the new screen first: what happened, else its heading. */
  announce() {
    const first = this.screen.querySelector(".notice h2, .notice p") ??
      this.screen.querySelector("h1, h2, p");

    if (first && this.spoken.textContent !== first.textContent)
      this.spoken.textContent = first.textContent;
  }

  /** The same screen with what is new; only where nothing is being entered. */
  redraw() {
    if (this.draw)
      fill(this.screen, this.draw());
  }
}

/** A notice: kind "", "good", "warn" or "bad". */
export function notice(kind, sign, ...words) {
  return el(kind ? `div.notice.${kind}` : "div.notice", mark(sign),
    el("div", words));
}

/** What went wrong, in words, with the way out. */
export function failure(error) {
  const words = error.words ?? (error.zh ? error : FRAME.strange);
  const code = error.code ?? error.message;

  return notice("bad", "alert", el("p", say(words)),
    code && el("p.small.code", code));
}

/**
 * A button that does one thing at a time: while it is doing it, it says so and
 * cannot be pressed again; if it fails, that stands beneath it.
 *
 * @param {string} classes
 * @param {[string, string]} words
 * @param {() => Promise<void>|void} act
 */
export function actionButton(classes, words, act) {
  const trouble = el("div", { role: "alert" });
  const button = el(`button.button${classes}`, { type: "button",
    onclick: press }, say(words));

  async function press() {
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    fill(trouble);
    try {
      await act();
    } catch (error) {
      fill(trouble, failure(error));
    } finally {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    }
  }

  return el("div.actions", button, trouble);
}
