/*
 * module.js - the module under test, and the recorded files.
 */
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { Core } from "../../voting/web/core/core.js";

// Browsers have it, and so has node from its version 19 on.
globalThis.crypto ??= /** @type {any} */ (webcrypto);

/** @param {string} path */
const atRoot = (path) => new URL(`../../${path}`, import.meta.url);

/** The whole module, or with MODULE=vote.wasm and so on one that pages fetch
 * (docs/web-core.md). */
export const wasm = readFileSync(
  atRoot(`build/web/${process.env.MODULE ?? "core.wasm"}`));

/**
 * A fresh core; with `drawn` its randomness is these bytes, draw by draw.
 *
 * @param {Uint8Array[]} [drawn]
 */
export function loadCore(drawn) {
  if (!drawn) {
    return Core.load(wasm);
  }
  return Core.load(wasm, (bytes) => {
    const next = drawn.shift();
    if (!next || next.length !== bytes.length) {
      throw new Error(`no ${bytes.length} bytes were to be drawn here`);
    }
    bytes.set(next);
    return bytes;
  });
}

/** @param {string} name */
export const vector = (name) => readFileSync(atRoot(`tests/vectors/${name}`));

/** @param {string} name */
export const vectorJson = (name) => JSON.parse(vector(name).toString());

/** @param {string} text */
export const fromHex = (text) => Uint8Array.from(Buffer.from(text, "hex"));

/** @param {Uint8Array} bytes */
export const toHex = (bytes) => Buffer.from(bytes).toString("hex");

/**
 * The parts of a bundle (protocol 11.1), read apart from the core.
 *
 * @param {Buffer} bundle
 */
export function partsOf(bundle) {
  const parts = [];
  let at = bundle.indexOf(10) + 1;
  for (;;) {
    const end = bundle.indexOf(10, at);
    const [kind, length] = bundle.subarray(at, end).toString().split(" ");
    if (kind === "end") {
      return parts;
    }
    const bytes = bundle.subarray(end + 1, end + 1 + Number(length));
    parts.push({ kind: kind === "blob" ? "text" : kind, bytes });
    at = end + 2 + Number(length);
  }
}

/**
 * Runs a whole bundle through an audit, in pieces of this size.
 *
 * @param {Core} core
 * @param {Uint8Array} bundle
 * @param {number} [piece]
 */
export function auditOf(core, bundle, piece = 7001) {
  const audit = core.audit();
  for (let at = 0; at < bundle.length; at += piece) {
    audit.take(bundle.subarray(at, at + piece));
  }
  return { audit, report: audit.finish() };
}
