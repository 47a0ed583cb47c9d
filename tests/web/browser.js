/*
 * browser.js - what pages look at of a browser, and a server that answers as
 * the test says. Import it before any page.
 */
import { beforeEach } from "node:test";
import { fromHex, loadCore, partsOf, vector, vectorJson } from "./module.js";
import { Server } from "./server.js";

export const secrets = vectorJson("protocol.secrets.json");
export const entries = partsOf(vector("protocol.bundle"))
  .filter((p) => p.kind === "entry").map((p) => Buffer.from(p.bytes));
export const CAST = 70; /* an entry that is one */
export const ORIGIN = secrets.origin;

class Storage {
  constructor() {
    this.map = new Map();
    this.full = false;
  }

  get length() {
    return this.map.size;
  }

  key(i) {
    return [...this.map.keys()][i];
  }

  getItem(name) {
    return this.map.get(name) ?? null;
  }

  setItem(name, value) {
    if (this.full) {
      throw new Error("full");
    }
    this.map.set(name, value);
  }

  removeItem(name) {
    this.map.delete(name);
  }
}

let answer; /* of the server, by path; undefined: 404 */

/** From now on the server answers so. */
export function answerBy(answers) {
  answer = answers;
}

globalThis.navigator ??= /** @type {any} */ ({ language: "en" });
Object.assign(globalThis, {
  localStorage: new Storage(),
  addEventListener: () => {},
  document: { addEventListener: () => {}, documentElement: {} },
  fetch: async (path) => {
    const found = answer(String(path));
    return found === undefined ? new Response("not-there\n\n\n", { status: 404 })
      : new Response(found);
  },
});

const { Follower } = await import("../../voting/web/follow.js");
const { Phone } = await import("../../voting/web/pages/phone.js");

beforeEach(() => {
  globalThis.localStorage = new Storage();
  answerBy(() => undefined);
});

/* ---- Servers -------------------------------------------------------------- */

export function serverOf(list, key = secrets.log_seed) {
  const server = new Server(ORIGIN, fromHex(key));
  server.entries = list;
  return server;
}

function bundleOf(list) {
  return Buffer.concat(list.flatMap((entry) => [
    Buffer.from([entry.length >> 8, entry.length & 255]), entry]));
}

/** Answers as this server, with its first `size` entries. */
export function serve(server, size = server.entries.length) {
  answerBy((path) => {
    const older = path.match(/^\/consistency\/(\d+)\/(\d+)$/);

    if (path === "/checkpoint") {
      return server.checkpoint(size);
    }
    if (path.startsWith("/tile/entries/")) {
      return bundleOf(server.entries.slice(0, size));
    }
    return older ? server.consistency(+older[1], +older[2]) : undefined;
  });
}

export const noteOf = (entry) => entry.subarray(entry.indexOf(10) + 1).toString();
export const timeOf = (entry) => Number(entry.toString().match(/^\S+ (\d+)\n/)[1]);

/* The same log in which one entry has another time, signed by the log. */
export function forkAt(index) {
  const fork = [...entries];

  fork[index] = Buffer.from(entries[index].toString().replace(/ \d+\n/,
    ` ${timeOf(entries[index]) + 1}\n`));
  return serverOf(fork);
}

export async function phoneThatFollows(server, size) {
  const core = await loadCore();
  const phone = new Phone({ show() {}, warn() {}, person() {}, connected() {} });

  phone.hall = { core };
  phone.follower = new Follower(core);
  phone.outbox = { hurry() {}, waiting: () => [] };
  phone.screen = async () => {
    phone.shown = (phone.shown ?? 0) + 1;
  };
  phone.me = { post: "seat/001", origin: ORIGIN };
  phone.keys.set("seat/001", core.secretOf(fromHex(secrets.posts.find(
    (p) => p.post === "seat/001").key_seed)));
  serve(server, size);
  await phone.refresh();
  return phone;
}
