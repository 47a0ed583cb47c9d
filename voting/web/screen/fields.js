/**
 * Fields of a form: a label, what is typed, a hint beneath, and what is wrong
 * with it. What is typed goes to its owner at every key, so that a redraw in
 * the other language or a reload loses nothing.
 */

import { el } from "./dom.js";
import { say } from "./words.js";

/* Not to be seen, and able to change how what stands beside it looks. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * The first character of a text that nobody could see: "U+202E", or "".
 *
 * @param {string} text  lines and tabs are allowed
 */
export function hiddenIn(text) {
  const found = HIDDEN.exec(text.replace(/[\n\t]/g, ""));

  return found ? "U+" + found[0].codePointAt(0).toString(16).toUpperCase()
    .padStart(4, "0") : "";
}

let last = 0;

/**
 * @param {[string, string]} label
 * @param {{value: string, onInput: (value: string) => void,
 *   hint?: [string, string], area?: boolean, wrong?: string}} what  and
 *   attributes of the field
 * @returns {HTMLElement} with `field`, the element that is typed into
 */
export function field(label, { value, onInput, hint, area = false, wrong = "",
  ...attributes }) {
  const id = `field-${++last}`;
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`]
    .filter(Boolean).join(" ");
  const box = el(area ? "textarea" : "input", { id, autocomplete: "off",
    "aria-describedby": described || null,
    "aria-invalid": wrong ? "true" : null,
    oninput: () => onInput(box.value), ...attributes });

  box.value = value ?? "";
  const whole = el("div.field", el("label", { for: id }, say(label)), box,
    hint && el("p.small.soft", { id: `${id}-hint` }, say(hint)),
    wrong && el("p.error", { id: `${id}-wrong`, role: "alert" }, wrong));

  return Object.assign(whole, { field: box });
}

/**
 * One of several, as a list to pull down.
 *
 * @param {[string, string]} label
 * @param {{value: string, options: [string, string][],
 *   onInput: (value: string) => void}} what  options: value and words
 */
export function select(label, { value, options, onInput }) {
  const id = `field-${++last}`;
  const box = el("select", { id, onchange: () => onInput(box.value) },
    options.map(([option, words]) => el("option", { value: option }, words)));

  box.value = value;
  return el("div.field", el("label", { for: id }, say(label)), box);
}

/**
 * One of a few, each a card with a sentence.
 *
 * @param {[string, string]} legend
 * @param {{name: string, value: string, onInput: (value: string) => void,
 *   options: {value: string, title: string, about?: string,
 *     off?: string}[], titled?: boolean}} what  off: why it cannot be chosen;
 *     titled: a heading above says the same as the legend
 */
export function radios(legend, { name, value, options, onInput,
  titled = false }) {
  return el("fieldset.radios", el(titled ? "legend.unseen" : "legend",
    say(legend)),
    options.map((option) => {
      const id = `field-${++last}`;
      const box = el("input", { type: "radio", id, name, value: option.value,
        disabled: !!option.off, onchange: () => onInput(option.value) });

      box.checked = option.value === value;
      return el("label.radio", { for: id }, box, el("span",
        el("b", option.title), option.about && el("span.small.soft",
          option.about), option.off && el("span.small.error", option.off)));
    }));
}

/** Yes or no. */
export function check(label, { value, onInput }) {
  const id = `field-${++last}`;
  const box = el("input", { type: "checkbox", id,
    onchange: () => onInput(box.checked) });

  box.checked = value;
  return el("label.check", { for: id }, box, el("span", say(label)));
}
