/*
 * core_remote.js - the core in a worker, with the same calls as in core.js, each
 * a promise; so that a page never waits for mathematics.
 *
 *     const worker = new Worker("core_worker.js", { type: "module" });
 *     const core = await connect(worker, "audit.wasm");
 *     const audit = await core.audit();
 *     for await (const piece of body) show(await audit.take(piece));
 *     const report = await audit.finish();
 *     const draft = await audit.draft.share({ paper: "P2", post, seed });
 *     await draft.sign(post, key);
 *     submit(await draft.get("note"));
 *
 * Objects of the core stay in the worker; here they are remotes, to call and to
 * pass to other calls. `get(name)` reads one of their properties. release()
 * forgets a remote whose object needs no close().
 */
import { CoreError } from "./core_module.js";

/** @typedef {{postMessage: (message: any, transfer?: any[]) => void,
 *  onmessage: ((event: any) => void) | null}} Port a worker, or its inside */

const REMOTE = Symbol("remote");

/** @param {any} value whether it is data, which can be sent as it is */
const isData = (value) => value === null || typeof value !== "object" ||
  value instanceof Uint8Array || Array.isArray(value) ||
  Object.getPrototypeOf(value) === Object.prototype;

/** @param {any} error */
const describe = (error) => ({ ...error, name: undefined,
  code: error.code ?? "trap", en: error.en || String(error.message ?? error) });

/**
 * Answers calls that come through a port. The object number 0 is a starter
 * with the one call load(source).
 *
 * @param {Port} port
 * @param {{load: (source: any) => Promise<any>}} starter
 */
export function serve(port, starter) {
  /** @type {Map<number, any>} */
  const objects = new Map([[0, starter]]);
  let last = 0;

  /** @param {any} value */
  const pack = (value) => {
    if (isData(value)) {
      return { value };
    }
    last += 1;
    objects.set(last, value);
    return { object: last };
  };

  /** @param {any} value remotes among arguments become their objects */
  const unpack = (value) => {
    if (value && typeof value === "object" && value.remote !== undefined) {
      return objects.get(value.remote);
    }
    if (Array.isArray(value)) {
      return value.map(unpack);
    }
    if (value && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value)
        .map(([key, inner]) => [key, unpack(inner)]));
    }
    return value;
  };

  /** @param {any} message */
  const answer = async ({ object, path, args, get }) => {
    const name = path.at(-1);
    let target = objects.get(object);
    for (const inner of path.slice(0, -1)) {
      target = target?.[inner];
    }
    if (!target || !(name in target) ||
        path.some((/** @type {string} */ step) => step in Object.prototype)) {
      throw new CoreError("ERR_NOTFOUND");
    }
    const result = get ? target[name]
      : await target[name](...args.map(unpack));
    // Calls that end with the object itself answer with the same remote.
    return result === objects.get(object) ? { object } : pack(result);
  };

  port.onmessage = async ({ data }) => {
    if (data.release) {
      objects.delete(data.object);
      return;
    }
    try {
      port.postMessage({ id: data.id, ...await answer(data) });
    } catch (error) {
      port.postMessage({ id: data.id, error: describe(error) });
    }
  };
}

/** @param {any} described */
function errorOf({ code, check, zh, en, number, ...more }) {
  return Object.assign(new CoreError(code, { check, zh, en, number }), more);
}

/**
 * Loads the core behind a port.
 *
 * @param {Port} port
 * @param {any} source what Core.load() takes that can be sent; or an address
 * @returns {Promise<any>} a remote of Core
 */
export function connect(port, source) {
  /** @type {Map<number, {resolve: (v: any) => void,
   *  reject: (e: any) => void}>} */
  const waiting = new Map();
  let last = 0;

  /** @param {any} value */
  const pack = (value) => {
    if (value?.[REMOTE] !== undefined) {
      return { remote: value[REMOTE] };
    }
    if (Array.isArray(value)) {
      return value.map(pack);
    }
    if (value && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value)
        .map(([key, inner]) => [key, pack(inner)]));
    }
    return value;
  };

  /** @param {any} message */
  const send = (message) => new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject });
    port.postMessage({ ...message, id: last });
  });

  /**
   * @param {number} object
   * @param {string[]} path
   * @returns {any}
   */
  const remote = (object, path = []) => new Proxy(() => {}, {
    get(_, name) {
      if (name === REMOTE) {
        return path.length === 0 ? object : undefined;
      }
      // A remote is no promise, though it is awaited when a call ends with it.
      if (typeof name !== "string" || name === "then") {
        return undefined;
      }
      if (path.length === 0 && name === "get") {
        return (/** @type {string} */ what) =>
          send({ object, path: [what], get: true });
      }
      if (path.length === 0 && name === "release") {
        return () => port.postMessage({ object, release: true });
      }
      return remote(object, [...path, name]);
    },
    apply: (_, __, args) => send({ object, path, args: args.map(pack) }),
  });

  port.onmessage = ({ data }) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error) {
      call?.reject(errorOf(data.error));
    } else {
      call?.resolve(data.object === undefined ? data.value
        : remote(data.object));
    }
  };
  return remote(0).load(source);
}
