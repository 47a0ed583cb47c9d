/*
 * Goal: recorded vectors that no conference leads to come out of the module as
 * they come out natively: ballots of another implementation, the signatures of
 * RFC 8032, verdicts typed by hand.
 */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Core } from "../../voting/web/core/core.js";
import { fromHex, toHex, vectorJson } from "./module.js";
import { Server } from "./server.js";

const wasm = readFileSync(new URL("../../build/web/vectors.wasm",
  import.meta.url));
const load = () => Core.load(wasm);

for (const [n, v] of vectorJson("sealed.json").ballots.entries()) {
  test(`ballot ${n + 1} of sealed.json: ${v.what}`, async () => {
    const core = await load();
    const fixed = fromHex(v.key + v.context + v.voter_key + v.previous +
      v.secret);
    const seal = (choices) => core.module.call("raw_ballot", fixed, v.options,
      v.cap, v.attempt, v.voter_name, new Uint8Array(Uint16Array.from(v.rows).buffer),
      Uint8Array.from(choices));
    assert.equal(toHex(seal(v.choices).bytes), v.ballot + v.code);
    assert.throws(() => seal(v.choices.map(() => v.options)),
      { code: "ERR_INPUT" });
  });
}

test("the signatures of RFC 8032", async () => {
  const core = await load();
  const { vectors } = vectorJson("ed25519_rfc8032.json");
  assert.equal(vectors.length, 5);
  for (const v of vectors) {
    const { bytes } = core.module.call("raw_sign", fromHex(v.seed_hex),
      fromHex(v.message_hex));
    assert.equal(toHex(bytes), v.public_hex + v.signature_hex);
  }
});

test("a thousand public keys are those of another implementation", async () => {
  // Every entry of the table that the module computes has its part in some.
  const core = await load();
  for (let i = 0; i < 1000; i++) {
    const seed = randomBytes(32);
    const key = core.secretOf(Uint8Array.from(seed));
    assert.deepEqual(key.publicKey(), new Server("x", seed).key);
    key.close();
  }
});

/** Counts as raw_verdict takes them. */
function countsOf(counts) {
  const beside = ["invalid", "uncounted", "unreturned", "unissued", "absent",
    "excess"];
  const options = Object.keys(counts).filter((key) => !beside.includes(key));
  const at = (key) => counts[key] ?? 0;
  const everybody = Object.values(counts).reduce((a, b) => a + b, 0);
  const present = everybody - at("absent") - 2 * at("excess");
  const numbers = Uint32Array.from([...options, ...beside].map(at)
    .concat(present));
  return { options: options.join(" "), bytes: new Uint8Array(numbers.buffer) };
}

const { motions, appraisals } = vectorJson("rule_vectors.json");
for (const v of [...motions, ...appraisals].filter((one) => !one.weighted)) {
  test(`verdict: ${v.rule}, ${v.note ?? JSON.stringify(v.counts)}`,
    async () => {
      const core = await load();
      const { rule } = core.presets(1).find((preset) => preset.id === v.rule);
      const { options, bytes } = countsOf(v.counts);
      const said = core.module.call("raw_verdict", rule, options, bytes);
      assert.equal(said.text, v.expect);
      assert.equal(said.number, v.needed ?? 0);
    });
}
