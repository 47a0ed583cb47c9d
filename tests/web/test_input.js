/*
 * Goal: nothing that a page passes to the module traps it, and a call that was
 * refused changes nothing and leaves nothing behind.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { CoreError, fromBase64 } from "../../voting/web/core/core.js";
import { fromHex, loadCore, partsOf, vector, vectorJson, wasm }
  from "./module.js";

const secrets = vectorJson("protocol.secrets.json");
const entries = partsOf(vector("protocol.bundle"))
  .filter((p) => p.kind === "entry").map((p) => p.bytes);

/** Arguments that nobody should give. */
const awkward = [0, 1, 2, 7, 63, 64, 65, 255, 65536, 0x7fffffff, 0xffffffff,
  "", " ", "\n", "\0", "seat/017", "seat/000", "chair/1", "P1", "cast", "x\ny",
  "congress/v1 cast\nlog a\n", "a".repeat(33), "a".repeat(70000),
  "9".repeat(400), new Uint8Array(1), new Uint8Array(16), new Uint8Array(31),
  new Uint8Array(32), new Uint8Array(33).fill(255), new Uint8Array(64),
  new Uint8Array(16000), new Uint8Array(70000).fill(10), "\u{1F5F3}", "\uD800"];

/** A generator of numbers that a test can repeat. */
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 4294967296 * sides);
  };
}

/**
 * What each export takes, from the headers: "number", or "bytes" for a place
 * and a length.
 */
function signatures() {
  const folder = new URL("../../voting/web/core/", import.meta.url);
  const found = new Map();
  for (const file of readdirSync(folder).filter((f) => f.endsWith(".h"))) {
    const text = readFileSync(new URL(file, folder), "utf8");
    for (const [, name, list] of text.matchAll(
      /uint32_t\s+(web_\w+)\(([^)]*)\);/g)) {
      const kinds = list.trim() === "void" ? [] : list.split(",");
      found.set(name, kinds.filter((kind) => !/len$/.test(kind))
        .map((kind) => kind.includes("*") ? "bytes" : "number"));
    }
  }
  return found;
}

/** Any arguments of these kinds. */
function argumentsFor(kinds, roll) {
  return kinds.map((kind) => {
    const fitting = awkward.filter((arg) =>
      (typeof arg === "number") === (kind === "number"));
    return fitting[roll(fitting.length)];
  });
}

/** The same call, naming itself where it traps. */
function attempt(core, name, args) {
  try {
    return core.module.attempt(name, args);
  } catch (error) {
    if (error.code !== "trap") {
      throw error;
    }
    assert.fail(`${name}(${args.map((arg) => typeof arg === "number" ? arg
      : JSON.stringify(String(arg)).slice(0, 40))}): ${error.message}`);
  }
}

test("the module imports nothing", () => {
  assert.deepEqual(WebAssembly.Module.imports(new WebAssembly.Module(wasm)),
    []);
});

test("no export traps on arguments of any kind, whatever is open", async () => {
  const core = await loadCore();
  const roll = dice(20260313);
  // Numbers among the arguments name these, and so do bytes' lengths.
  core.followLog();
  const log = core.followLog();
  entries.slice(0, 70).forEach((entry) => log.take(entry, { proofs: false }));
  core.audit().take(vector("protocol.bundle"));
  core.newSecret();
  core.newSecret();
  let refused = 0;
  const exported = Object.keys(core.module.exports)
    .filter((name) => name.startsWith("web_"));
  assert.deepEqual([...signatures().keys()].sort(), exported.sort());
  for (const [name, kinds] of signatures()) {
    if (name.endsWith("_close")) {
      continue;
    }
    for (let i = 0; i < 400; i++) {
      const { status } = attempt(core, name, argumentsFor(kinds, roll));
      refused += status === 0 ? 0 : 1;
      assert.ok(status === 0 || status < 9 || core.module.errorOf(status).en,
        `${name}: ${status}`);
    }
  }
  assert.ok(refused > 10000);
  assert.equal(core.module.broken, false);
});

test("an entry that is cut or changed anywhere is refused and changes nothing",
  async () => {
    const core = await loadCore();
    const log = core.followLog();
    const before = 68;
    entries.slice(0, before).forEach((entry) => log.take(entry));
    const tree = log.tree();
    const roll = dice(7);
    const cast = entries[before];
    for (let i = 0; i < 300; i++) {
      const bad = Buffer.from(cast);
      bad[roll(bad.length)] ^= 1 << roll(8);
      // The server's time is its own: an entry with another may be good.
      const serverLine = cast.indexOf(10);
      if (bad.subarray(serverLine).equals(cast.subarray(serverLine))) {
        continue;
      }
      assert.throws(() => log.take(bad), CoreError);
      assert.throws(() => log.take(cast.subarray(0, roll(cast.length))),
        CoreError);
    }
    assert.deepEqual(log.tree(), tree);
    log.take(cast);
    assert.equal(log.size, before + 1);
  });

test("a handle that was closed names nothing", async () => {
  const core = await loadCore();
  const log = core.followLog();
  const key = core.newSecret();
  log.close();
  key.close();
  assert.throws(() => log.size, { code: "ERR_NOTFOUND" });
  assert.throws(() => log.close(), { code: "ERR_NOTFOUND" });
  assert.throws(() => key.publicKey(), { code: "ERR_NOTFOUND" });
  assert.throws(() => core.followLog().take(entries[1]), { code: "genesis" });
});

test("a module is no larger after a hundred logs than after three",
  async () => {
    const core = await loadCore();
    const size = () => core.module.exports.memory.buffer.byteLength;
    const once = () => {
      const audit = core.audit();
      audit.take(vector("protocol.bundle"));
      audit.finish();
      audit.close();
    };
    [1, 2, 3].forEach(once);
    const settled = size();
    for (let i = 0; i < 100; i++) {
      once();
    }
    assert.equal(size(), settled);
  });

test("where memory cannot grow, a call says so and the module goes on",
  async () => {
    const core = await loadCore();
    const open = [];
    assert.throws(() => {
      for (;;) {
        open.push(core.followLog());
      }
    }, { code: "ERR_NOMEM" });
    assert.ok(open.length >= 8);
    open.forEach((log) => log.close());
    core.followLog().take(entries[0]);
  });

test("text that is not UTF-8 or JSON never leaves as such", async () => {
  const core = await loadCore();
  assert.throws(() => core.readText(new Uint8Array([255, 254])),
    { code: "ERR_INPUT" });
  assert.throws(() => core.writeText({ zh: "a\u202Eb" }), { code: "ERR_INPUT" });
  assert.throws(() => core.writeText({}), { code: "ERR_INPUT" });
  assert.throws(() => core.writeName({ zh: "\u738B\u0007" }),
    { code: "ERR_INPUT" });
  const text = core.writeText({ zh: "\u9898\n\u6B63\u6587", en: "Title\na\tb" });
  assert.deepEqual(core.readText(text.bytes),
    { zh: ["\u9898", "\u6B63\u6587"], en: ["Title", "a\tb"] });
  assert.deepEqual(core.sha256(text.bytes), text.sha256);
  assert.equal(text.ref.split(" ")[1], String(text.bytes.length));
  assert.throws(() => fromBase64("*"), { code: "ERR_INPUT" });
});

test("a page's mistake in a decided line is no way to another event",
  async () => {
    const core = await loadCore();
    const log = core.followLog();
    entries.slice(0, 60).forEach((entry) => log.take(entry, { proofs: false }));
    assert.throws(() => log.draft.retire({ post: "seat/001\nreason left",
      reason: "left" }), { code: "ERR_INPUT" });
    assert.throws(() => log.draft.retire({ post: "seat/001", reason: "bored" }),
      { code: "form" });
    assert.throws(() => log.draft.sessionStart({ session: "7-1" }),
      { code: "ERR_INPUT" });
    const draft = log.draft.retire({ post: "seat/001", reason: "left" });
    assert.throws(() => draft.note, { code: "ERR_STATE" });
    const key = core.newSecret();
    assert.throws(() => draft.sign("desk/9", key), { code: "ERR_AUTH" });
    assert.throws(() => core.signLine(key, "chair/1", "congress/v1 cast\n"),
      { code: "ERR_INPUT" });
    assert.throws(() => core.signLine(key, "chair/1", "a free text\n"),
      { code: "ERR_INPUT" });
    draft.sign("chair/1", core.secretOf(fromHex(secrets.posts[0].key_seed)));
    assert.throws(() => log.tryNote(draft.noteSoFar(), 1774051200),
      (error) => error.check > 0 && error.zh !== "");
  });
