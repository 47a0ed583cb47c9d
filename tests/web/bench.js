/*
 * bench.js - what the module costs: its size, and in Chromium the time to seal
 * a ballot of 12 rows and to recount a log of 300 of them, as fast as it goes
 * and on a processor made 4 and 6 times slower.
 *
 * A browser slows down a page and not its workers, so that the slower figures
 * are of the page's own thread. Prints name, value and unit.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { Chromium } from "./chromium.js";
import { loadCore } from "./module.js";
import { Play } from "./play.js";

const SEATS = 300;
const ROWS = 12;
const LEFT = 37; /* ballots in the last pieces of the record */
const root = new URL("../../", import.meta.url);
const types = { js: "text/javascript", wasm: "application/wasm",
  html: "text/html" };

const print = (name, value, unit) =>
  console.log(`${name}\t${value}\t${unit}`);

/** The conference, and where its ballots begin. */
async function playAll() {
  const play = new Play(await loadCore());
  play.run(SEATS, ROWS);
  const first = play.server.entries.length - 1 - SEATS;
  const seed = Buffer.from(play.people.get("seat/001").seed);
  return { bundle: play.bundle(), first, seed: seed.toString("hex"),
    entries: play.server.entries.slice(0, first) };
}

/** What the page does, as it is written into it. */
const page = `<!doctype html><script type="module">
import { Core } from "/voting/web/core/core.js";
import { connect } from "/voting/web/core/core_remote.js";
const fromHex = (hex) => Uint8Array.from(hex.match(/../g), (b) => parseInt(b, 16));
const PIECE = 65536;
async function recount(core) {
  const bundle = new Uint8Array(await (await fetch("/bundle")).arrayBuffer());
  const start = performance.now();
  const audit = await core.audit();
  for (let at = 0; at < bundle.length; at += PIECE) {
    await audit.take(bundle.subarray(at, at + PIECE));
  }
  const { holds } = await audit.finish();
  await audit.close();
  return { holds, seconds: (performance.now() - start) / 1000 };
}
const LAST = 4 * PIECE;
const SLICE = 7;
/** All but the last pieces ahead, in slices; then the rest, from the close. */
async function recountAhead(core) {
  const bundle = new Uint8Array(await (await fetch("/bundle")).arrayBuffer());
  const audit = await core.audit();
  const start = performance.now();
  let closed = 0;
  for (let at = 0, n = 1; at < bundle.length; at += PIECE, n++) {
    if (!closed && bundle.length - at <= LAST) {
      await audit.prove();
      closed = performance.now();
    }
    await audit.take(bundle.subarray(at, at + PIECE));
    if (!closed && n % SLICE === 0) {
      await audit.prove();
    }
  }
  const { holds } = await audit.finish();
  const end = performance.now();
  await audit.close();
  return { holds, ahead: (closed - start) / 1000,
    seconds: (end - closed) / 1000 };
}
window.load = async () => {
  window.phone = await Core.load(fetch("/build/web/vote.wasm"));
  window.member = await Core.load(fetch("/build/web/audit.wasm"));
};
window.recountAhead = () => recountAhead(window.member);
window.recount = () => recount(window.member);
window.inWorker = async () => {
  const worker = new Worker("/voting/web/core/core_worker.js",
    { type: "module" });
  const result = await recount(await connect(worker, "/build/web/audit.wasm"));
  worker.terminate();
  return result;
};
window.seal = async (seed, times) => {
  const log = window.phone.followLog();
  const entries = await (await fetch("/entries")).json();
  entries.forEach((entry) => log.take(entry, { proofs: false }));
  const key = window.phone.secretOf(fromHex(seed));
  const taken = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    log.seal("P1", "seat/001", key, Array(${ROWS}).fill(i % 3)).close();
    taken.push(performance.now() - start);
  }
  key.close();
  log.close();
  return taken.sort((a, b) => a - b)[times >> 1] / 1000;
};
</script>`;

function serve(played) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const own = { "/": page, "/bundle": played.bundle,
      "/entries": JSON.stringify(played.entries.map(String)) };
    try {
      const body = own[path] ?? readFileSync(new URL(`.${path}`, root));
      const type = types[path.split(".").pop()] ?? "text/html";
      response.writeHead(200, { "Content-Type": type }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function measure(chromium, address, seed) {
  const tab = await chromium.open(address);
  await tab.run("window.load()");
  const worker = await tab.run("window.inWorker()");
  const recounted = [["worker", worker]];
  const ahead = [];
  for (const rate of [1, 4, 6]) {
    const how = rate === 1 ? "page" : `page, ${rate} times slower`;
    await tab.throttle(rate);
    const sealed = await tab.run(`window.seal("${seed}", 5)`);
    print(`web seal, ${ROWS} rows, ${how}`, sealed.toFixed(3), "s");
    recounted.push([how, await tab.run("window.recount()")]);
    ahead.push([how, await tab.run("window.recountAhead()")]);
  }
  for (const [where, { holds, seconds }] of recounted) {
    if (!holds) {
      throw new Error("the log does not pass");
    }
    print(`web recount, ${SEATS} ballots of ${ROWS} rows, ${where}`,
      seconds.toFixed(2), "s");
  }
  for (const [where, { holds, ahead: before, seconds }] of ahead) {
    if (!holds) {
      throw new Error("the log does not pass");
    }
    print(`web recount ahead, all but some ${LEFT} of ${SEATS} ballots of ${
      ROWS} rows, ${where}`, before.toFixed(2), "s");
    print(`web recount ahead, what is left after the close, ${where}`,
      seconds.toFixed(2), "s");
  }
}

for (const name of ["vote", "audit", "office", "box", "core"]
  .map((module) => `${module}.wasm`)) {
  const bytes = readFileSync(new URL(`build/web/${name}`, root));
  print(`${name}, gzip`, gzipSync(bytes, { level: 9 }).length, "bytes");
  print(`${name}, brotli`, brotliCompressSync(bytes).length, "bytes");
}
const played = await playAll();
const server = await serve(played);
const chromium = new Chromium();
try {
  const { port } = /** @type {any} */ (server.address());
  await measure(chromium, `http://127.0.0.1:${port}/`, played.seed);
} finally {
  await chromium.close();
  server.close();
}
