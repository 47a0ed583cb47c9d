/**
 * QR codes, made in the page: what they hold is often a secret, such as a
 * card's token, that must never be asked of a server. The codes are computed by
 * Debian's qrcode-generator, which the build puts beside main.js; drawing is
 * ours, as elements, since the page takes no markup from text.
 */

import { qrcode } from "../qrcode.js";

const SVG = "http://www.w3.org/2000/svg";
const QUIET = 4; /* modules of white around a code, as ISO/IEC 18004 asks */

/** What is too long for any code. */
export class TooLong extends Error {}

/* The squares of a code, row by row. */
function squaresOf(text, level) {
  qrcode.stringToBytes = (string) => [...new TextEncoder().encode(string)];
  const code = qrcode(0, level);

  code.addData(text, "Byte");
  try {
    code.make();
  } catch (error) {
    throw new TooLong(String(error));
  }
  const side = Array.from({ length: code.getModuleCount() }, (_, i) => i);

  return side.map((row) => side.map((column) => code.isDark(row, column)));
}

/* Runs of dark squares in a row, as one path. */
function pathOf(squares) {
  const runs = [];

  squares.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      const start = x;

      while (row[x])
        x++;
      if (x > start)
        runs.push(`M${start + QUIET} ${y + QUIET}h${x - start}v1h${start - x}z`);
    }
  });
  return runs.join("");
}

/**
 * A code as an element that grows with the room it is given; black on white,
 * whatever stands around it.
 *
 * @param {string} text
 * @param {string} label  what it is, for who cannot see it
 * @param {{level?: "L"|"M"|"Q"|"H"}} [how]  how much of it may be damaged: 7,
 *     15, 25 or 30 in a hundred; at most 2953, 2331, 1663 or 1273 bytes fit
 * @returns {SVGElement}
 * @throws {TooLong}
 */
export function qrCode(text, label, { level = "M" } = {}) {
  const squares = squaresOf(text, level);
  const side = squares.length + 2 * QUIET;
  const svg = document.createElementNS(SVG, "svg");
  const ground = document.createElementNS(SVG, "rect");
  const path = document.createElementNS(SVG, "path");

  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  svg.setAttribute("shape-rendering", "crispEdges");
  svg.setAttribute("class", "qr");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  ground.setAttribute("width", String(side));
  ground.setAttribute("height", String(side));
  ground.setAttribute("fill", "#fff");
  path.setAttribute("d", pathOf(squares));
  path.setAttribute("fill", "#000");
  svg.append(ground, path);
  return svg;
}
