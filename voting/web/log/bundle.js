/** The whole record as one file (docs/protocol.md, section 11.1). */

import { partsOf } from "./submission.js";

const HEAD = "congress-bundle/v1\n";
const encoder = new TextEncoder();

/**
 * @param {string} checkpoint
 * @param {{entry: Uint8Array, texts: Uint8Array[]}[]} groups
 * @returns {Blob}
 */
export function bundleOf(checkpoint, groups) {
  const pieces = [encoder.encode(HEAD)];
  const put = (kind, bytes) => pieces.push(
    encoder.encode(`${kind} ${bytes.length}\n`), bytes, encoder.encode("\n"));

  put("checkpoint", encoder.encode(checkpoint));
  for (const { entry, texts } of groups) {
    put("entry", entry);
    for (const text of texts)
      put("blob", text);
  }
  pieces.push(encoder.encode("end\n"));
  return new Blob(pieces, { type: "application/octet-stream" });
}

/**
 * The parts of such a file, of which the core has said that it is one.
 *
 * @param {Uint8Array} bytes
 * @returns {{checkpoint: string,
 *   groups: {entry: Uint8Array, texts: Uint8Array[]}[]}}
 */
export function groupsOf(bytes) {
  const groups = [];
  let checkpoint = "";

  for (const [kind, part] of partsOf(bytes, HEAD))
    if (kind === "checkpoint")
      checkpoint = new TextDecoder().decode(part);
    else if (kind === "entry")
      groups.push({ entry: part, texts: [] });
    else if (kind === "blob")
      groups.at(-1).texts.push(part);
  return { checkpoint, groups };
}

/* What spreadsheets take for the beginning of a formula, also behind spaces, and
 * in the full width in which some write Chinese. */
const FORMULA = /^[\s\u00a0\u3000]*[=+\-@＝＋－＠|%]|^[\t\r\n]/;

/* A cell that no spreadsheet takes for a formula. */
function cell(value) {
  const text = String(value ?? "");
  const tame = FORMULA.test(text) && !/^-?\d+$/.test(text) ? `'${text}` : text;

  return `"${tame.replaceAll("\"", "\"\"")}"`;
}

/**
 * Results as CSV, with a mark that makes spreadsheets read it as UTF-8.
 *
 * @param {(string|number)[][]} rows
 * @returns {Blob}
 */
export function csvOf(rows) {
  return new Blob(["\ufeff", rows.map((row) =>
    row.map(cell).join(",")).join("\r\n"), "\r\n"], { type: "text/csv" });
}

/** Hands a file to the person. */
export function download(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");

  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
