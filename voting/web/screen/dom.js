/**
 * Elements. Text only ever becomes text: nothing here parses markup, so what
 * somebody else wrote is shown as they wrote it, and does nothing.
 */

/**
 * Makes an element.
 *
 *     el('button.primary', {type: 'button', onclick: cast}, '投票')
 *
 * @param {string} what  tag name and classes, parted by points
 * @param {...(Object|Node|string|number|Array|null|false|undefined)} parts
 *     plain objects hold attributes (a function is a listener, true an empty
 *     attribute, null, undefined and false none); the rest are children
 * @returns {HTMLElement}
 */
export function el(what, ...parts) {
  const [tag, ...classes] = what.split(".");
  const node = document.createElement(tag);

  node.classList.add(...classes);
  for (const part of parts.flat(Infinity)) {
    if (part === null || part === undefined || part === false)
      continue;
    if (typeof part === "object" && !(part instanceof Node))
      setAll(node, part);
    else
      node.append(part instanceof Node ? part : String(part));
  }
  return node;
}

function setAll(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function")
      node.addEventListener(name.replace(/^on/, ""), value);
    else if (value === true)
      node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false)
      node.setAttribute(name, String(value));
  }
}

const SVG = "http://www.w3.org/2000/svg";

/** A mark of this page's own set, drawn in the colour of the text. */
export function mark(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");

  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "mark");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", MARKS[name]);
  svg.append(path);
  return svg;
}

/* Strokes, 24 by 24. No circle: on many ballots it means "for". */
const MARKS = {
  tick: "M4 13l5 5L20 6",
  cross: "M5 5l14 14M19 5L5 19",
  dash: "M5 12h14",
  lock: "M6 11h12v9H6zM8 11V7a4 4 0 0 1 8 0v4",
  open: "M6 11h12v9H6zM8 11V7a4 4 0 0 1 7.5-2",
  box: "M4 9h16v11H4zM9 9V5h6v4M9 14h6",
  wait: "M7 3h10M7 21h10M8 3v4l4 5-4 5v4M16 3v4l-4 5 4 5v4",
  alert: "M12 3L2 20h20zM12 10v4M12 17v.5",
  down: "M12 4v13M6 12l6 6 6-6M5 21h14",
  next: "M9 5l7 7-7 7",
  speak: "M4 4h16v12H11l-5 4v-4H4z",
};

/** Puts these children in place of those there are. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(
    (child) => child !== null && child !== undefined && child !== false));
}

/**
 * A line that a screen reader says whenever it changes. Made once and kept: a
 * region that comes together with its text is not read out.
 */
export function status(kind = "status") {
  return el("p.status", {role: kind, "aria-live": kind === "alert"
    ? "assertive" : "polite"});
}
