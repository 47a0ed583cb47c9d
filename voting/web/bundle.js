/** The whole record as one file (docs/protocol.md, section 11.1). */

const encoder = new TextEncoder();

/**
 * @param {string} checkpoint
 * @param {{entry: Uint8Array, texts: Uint8Array[]}[]} groups
 * @returns {Blob}
 */
export function bundleOf(checkpoint, groups) {
  const pieces = [encoder.encode("congress-bundle/v1\n")];
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

/* A cell that no spreadsheet takes for a formula. */
function cell(value) {
  const text = String(value ?? "");
  const tame = /^[=+\-@\t\r]/.test(text) && !/^-?\d+$/.test(text)
    ? `'${text}` : text;

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
