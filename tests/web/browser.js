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

export const SEAT = "seat/001";
export const seatSecrets = secrets.posts.find((p) => p.post === SEAT);
const SEAT_KEY = Buffer.from(new Server("", fromHex(seatSecrets.key_seed)).key)
  .toString("base64");

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
  location: { hash: "", pathname: "/" },
  document: { addEventListener: () => {}, documentElement: {} },
  fetch: async (path) => {
    const found = answer(String(path));
    return found === undefined ? new Response("not-there\n\n\n", { status: 404 })
      : new Response(found);
  },
});

const { Member } = await import("../../voting/web/post/member.js");
const { Phone } = await import("../../voting/web/pages/phone/phone.js");

/* A page that replays the log, as officers' do. */
class Device extends Member {
  constructor(frame) {
    super(frame, ["seat"]);
  }
}

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
    const [, kind, index] = path.match(/^\/(entry|proof)\/(\d+)$/) ?? [];

    if (kind && Number(index) < size) {
      return kind === "entry" ? server.entries[index]
        : server.receipt(Number(index), size);
    }
    if (path.startsWith("/view/")) {
      return JSON.stringify(viewOf(path, size));
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

/* What pages look at of the views, of a hall in which nothing is on. */
function viewOf(path, size) {
  return path === "/view/conference"
    ? { log: { origin: ORIGIN, size }, sessions: [], papers: [] }
    : { post: SEAT, key: SEAT_KEY, open: [] };
}


/* A page of this seat's, before anything was asked. */
async function pageOf(make) {
  const core = await loadCore();
  const page = make({ show() {}, warn() {}, person() {}, connected() {},
    others() {} });

  page.hall = { core, clockIsWrong: () => false };
  page.follower = page.newFollower();
  page.outbox = { hurry() {}, waiting: () => [] };
  page.screen = async () => {
    page.shown = (page.shown ?? 0) + 1;
  };
  page.me = { post: SEAT, origin: ORIGIN };
  page.keys.set(SEAT, core.secretOf(fromHex(seatSecrets.key_seed)));
  return page;
}

/** A page that replays, after it has followed this server. */
export async function deviceThatFollows(server, size) {
  const device = await pageOf((frame) => new Device(frame));

  serve(server, size);
  await device.refresh();
  return device;
}

/** A representative's phone, which watches. */
export async function phoneThatWatches(server, size) {
  const phone = await pageOf((frame) => new Phone(frame));

  serve(server, size);
  await phone.refresh();
  return phone;
}
