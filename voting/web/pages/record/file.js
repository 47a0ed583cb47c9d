/**
 * The record as a single page: log, texts, core, page, style and words in one
 * file, which counts everything again when it is opened, from a USB stick and
 * without a network. Equal records make equal files.
 *
 * Its policy allows this one script by its hash, and no connection at all. Who
 * changes the file can change that too: it proves what its own code checks, and
 * says so.
 */

import { coreModule, readAsset } from "../../assets.js";
import { bundleOf } from "../../log/bundle.js";
import { toBase64 } from "../../log/device.js";
import { OFFLINE } from "../../words/record.js";

const STYLES = ["screen/style.css", "screen/controls.css",
  "pages/record/record.css", "pages/record/bars.css", "pages/record/print.css"];

/* This file is in that script itself, where the tag's name would end it. */
const SCRIPT = "script";

/* What may stand in markup as it is. */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll("\"", "&quot;");
}

/* By the browser itself and beside the page: a record may be long. */
async function base64Of(source) {
  const reader = new FileReader();
  const read = new Promise((resolve, reject) => {
    reader.onload = resolve;
    reader.onerror = () => reject(reader.error);
  });

  reader.readAsDataURL(new Blob([await source.arrayBuffer()]));
  await read;
  const address = /** @type {string} */ (reader.result);

  return address.slice(address.indexOf(",") + 1);
}

/**
 * @param {import("./record.js").Record} page  recounted, and it holds
 * @returns {Promise<Blob>}
 */
export async function offlineFile(page) {
  const { core } = page.hall;
  const hash = (text) => `'sha256-${toBase64(core.sha256(text))}'`;
  const [program, module, record, ...styles] = await Promise.all([
    readAsset("record-offline.js"),
    base64Of(await coreModule("audit.wasm")),
    base64Of(bundleOf(page.recount.checkpoint, page.recount.groups)),
    ...STYLES.map(readAsset)]);
  const style = styles.join("\n");

  return new Blob([pageOf({ program, module, record, style,
    code: page.report.record_code, policy: ["default-src 'none'",
      `script-src ${hash(program)} 'wasm-unsafe-eval'`,
      `style-src ${hash(style)}`, "worker-src blob:", "base-uri 'none'",
      "form-action 'none'"].join("; ") })],
  { type: "text/html" });
}

function pageOf({ program, module, record, style, code, policy }) {
  const [zh, en] = OFFLINE.title.map(escaped);

  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="referrer" content="no-referrer">
<title>${zh} · ${en} · ${escaped(code)}</title>
<style>${style}</style>
</head>
<body>
<div id="page">
<p>${escaped(OFFLINE.stays[0])}</p>
<p lang="en">${escaped(OFFLINE.stays[1])}</p>
</div>
<${SCRIPT} type="text/plain" id="record">${record}</${SCRIPT}>
<${SCRIPT} type="text/plain" id="module">${module}</${SCRIPT}>
<${SCRIPT} id="program">${program}</${SCRIPT}>
</body>
</html>
`;
}
