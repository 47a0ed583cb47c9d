/*
 * congress.js - a conference for the pages to be tried on: founded and filled
 * by ballotctl in a folder of its own, served by a real ballotd on any port.
 */
import { execFileSync, spawn } from "node:child_process";
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync,
  readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BUILD = process.env.BUILD ?? "build/release";
const DEMO = "voting/demo";
const ORIGIN = "tingsong.example/congress-7";
const DAY = 86400;

/** The 40 seats of the sample roll, by number. */
export const seatOf = (n) => `seat/${String(n).padStart(3, "0")}`;

export class Congress {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "congress-"));
    this.database = join(this.folder, "log.db");
    this.now = Math.floor(Date.now() / 1000) - 10 * DAY;
    this.lines = [];
    this.server = null;
    this.port = 0;
    this.address = null;
    /** Who the representatives are. */
    this.roll = `${DEMO}/sample/representatives.csv`;
    mkdirSync(join(this.folder, "keys"));
    mkdirSync(join(this.folder, "receipts"));
  }

  /** @param {string} name of a file in the conference's own folder */
  file(name) {
    return join(this.folder, name);
  }

  /** ballotctl with these arguments. @returns {string} what it printed */
  ctl(...args) {
    return execFileSync(join(BUILD, "ballotctl"), args,
      { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  /** The log, where it is now: a file, or behind the server. */
  get log() {
    return this.address ?? this.database;
  }

  /** One command by whom holds these keys. */
  by(keys, ...args) {
    return this.ctl(...args, "--log", this.log, "--keys",
      this.file(`keys/${keys}`), "--lang", "en",
      ...(this.address ? [] : ["--at", String(this.now)]));
  }

  /** A line of the next batch, by whom holds these keys. */
  later(keys, line) {
    const at = this.address ? "" : ` --at ${this.now}`;

    this.lines.push(`${line} --keys "${this.file(`keys/${keys}`)}"${at}`);
  }

  /** Runs the lines so far in one process. */
  batch() {
    writeFileSync(this.file("batch"), this.lines.join("\n") + "\n");
    this.lines = [];
    return this.ctl("batch", this.file("batch"), "--log", this.log, "--lang",
      "en");
  }

  /** A file of JSON for a command that reads one. @returns {string} its path */
  json(name, value) {
    writeFileSync(this.file(name), JSON.stringify(value));
    return this.file(name);
  }

  /** @returns {Map<string, string>} by post, the tokens in such a file */
  tokens(name) {
    return new Map(readFileSync(this.file(name), "utf8").split("\n")
      .filter((line) => /^[a-z]+\/\d+ /.test(line))
      .map((line) => line.split(" ")).map(([post, token]) => [post, token]));
  }

  /* ---- The conference ----------------------------------------------------- */

  /**
   * Founds it, lays these papers, opens the session, and has those seats that
   * are not given a phone in the test enrol and check in by ballotctl.
   *
   * @param {Object[]} papers
   * @param {number[]} byCtl  numbers of seats
   */
  found(papers, byCtl) {
    this.prepare(papers);
    this.openSession(byCtl);
  }

  /** All that is done before the day: roll, officers, these papers. */
  prepare(papers) {
    this.ctl("init", `${DEMO}/papers/conference.json`, "--log", this.database,
      "--keys", this.file("keys/chair"), "--at", String(this.now), "--lang",
      "en");
    this.later("chair", `session ${this.json("session.json", { id: "7-1",
      term: 7, number: 1, date: new Date().toISOString().slice(0, 10),
      title: { zh: "第七届教职工代表大会第一次会议",
        en: "Seventh Conference, First Session" } })}`);
    this.later("chair", `post desk/1 --name-zh 签到处 --name-en Desk --tokens ${
      this.file("desk.tokens")}`);
    this.later("desk", `enrol desk/1 --token-file ${this.file("desk.tokens")}`);
    this.later("chair", `roll ${this.roll} --tokens ${
      this.file("roll.tokens")}`);
    this.later("chair", "post chair/3 --name-zh 沈知微 --name-en \"Shen Zhiwei\"" +
      ` --tokens ${this.file("chair.tokens")}`);
    for (const name of ["M1", "M2", "M3"])
      this.later("chair", `paper ${DEMO}/papers/${name}.json`);
    for (const paper of papers)
      this.later("chair", `paper ${this.json(`${paper.id}.json`, paper)}`);
    this.batch();
  }

  openSession(byCtl) {
    this.now = Math.floor(Date.now() / 1000) - 3600;
    for (const n of byCtl)
      this.later("seats", `enrol ${seatOf(n)} --token-file ${
        this.file("roll.tokens")}`);
    this.later("chair", "session-start 7-1");
    for (const n of byCtl)
      this.later("seats", `present ${seatOf(n)}`);
    this.batch();
    /* One folder stands for two devices, before there are scrutineers. */
    this.gatherKeys("two", [["chair", "chair/1"], ["desk", "desk/1"]]);
    for (const paper of ["M1", "M2", "M3"])
      this.byHands(paper, byCtl.length);
    this.nameScrutineers();
  }

  /** Three posts for them, by chair and desk. */
  nameScrutineers() {
    const names = ["", "--name-zh 郭雅楠 --name-en \"Guo Yanan\"",
      "--name-zh 周慕之 --name-en \"Zhou Muzhi\"",
      "--name-zh 许漫青 --name-en \"Xu Manqing\""];

    for (const n of [1, 2, 3])
      this.later("two", `post scrutineer/${n} --as chair/1,desk/1 ${names[n]}` +
        ` --tokens ${this.file(`scrutineer-${n}.tokens`)}`);
    this.batch();
  }

  byHands(paper, count) {
    this.later("chair", `open ${paper}`);
    this.later("two", `hands ${paper} ${count},0,0`);
    for (const step of ["close", "result", "declare", "publish"])
      this.later("chair", `${step} ${paper}`);
  }

  /** Gives ballotctl the key of an officer whose device is a page. */
  keepKey(folder, post, seed) {
    mkdirSync(this.file(`keys/${folder}`), { recursive: true, mode: 0o700 });
    writeFileSync(this.file(`keys/${folder}/${post.replace("/", "-")}.key`),
      `congress-key/v1 ${ORIGIN}\n${post}\nseed ${seed}\n`, { mode: 0o600 });
  }

  /** The token of a card in such a file. */
  token(name, post) {
    return this.tokens(name).get(post);
  }

  /** A key that ballotctl keeps, as a page keeps it: for `person.holds()`. */
  keyOf(folder, post) {
    const text = readFileSync(this.file(
      `keys/${folder}/${post.replace("/", "-")}.key`), "utf8");
    const [, seed] = /^seed (\S+)$/m.exec(text);

    return { post, name: post, seed, origin: ORIGIN };
  }

  /**
   * One folder for what takes several officers, where it is not the test's
   * matter that each has a device of their own.
   *
   * @param {[string, string][]} keys  folders and posts
   */
  gatherKeys(name, keys) {
    mkdirSync(this.file(`keys/${name}`), { mode: 0o700 });
    for (const [folder, post] of keys) {
      const file = `${post.replace("/", "-")}.key`;

      cpSync(this.file(`keys/${folder}/${file}`),
        this.file(`keys/${name}/${file}`));
    }
  }

  /* ---- Officers by ballotctl, each on a device of their own --------------- */

  /** Scrutineers 1 to 3 enrol, with their keys under s1 to s3. */
  enrolScrutineers() {
    for (const n of [1, 2, 3])
      this.later(`s${n}`, `enrol scrutineer/${n} --token-file ${
        this.file(`scrutineer-${n}.tokens`)}`);
    this.batch();
  }

  /** They lock the ballot box; any two open it. */
  lockBox() {
    this.later("chair", "key start --threshold 2");
    for (const step of ["commit", "deal", "accept"])
      for (const n of [1, 2, 3])
        this.later(`s${n}`, `key ${step}`);
    this.batch();
  }

  /** Scrutineers 1 and 2 sign a command, the first drafts it. */
  byTwo(...command) {
    this.by("s1", ...command, "--as", "scrutineer/1,scrutineer/2", "--out",
      this.file("draft"));
    this.by("s2", "countersign", this.file("draft"), "--as", "scrutineer/2");
    this.by("s2", "submit", this.file("draft"));
    rmSync(this.file("draft"));
  }

  /** Seats vote: by number, the choices of each. */
  cast(paper, choices) {
    for (const [n, choice] of Object.entries(choices))
      this.later("seats", `cast ${paper} --as ${seatOf(n)} --choices ${choice
      } --receipt ${this.file(`receipts/${paper}-${n}`)}`);
    this.batch();
  }

  /**
   * From the close to the publication. The chair may close when all have voted,
   * or ten seconds after the last call: on a server those pass, in a file the
   * clock is put on.
   */
  async finish(paper, { publish = true } = {}) {
    const { returned, issued } = this.shown(paper);

    if (returned < issued) {
      this.by("chair", "announce", paper, "last-call");
      if (this.address)
        await new Promise((resolve) => setTimeout(resolve, 11000));
      else
        this.now += 11;
    }
    this.later("chair", `close ${paper}`);
    this.later("s1", `share ${paper}`);
    this.later("s2", `share ${paper}`);
    this.later("chair", `result ${paper}`);
    this.later("s1", `sign-off ${paper}`);
    this.later("s2", `sign-off ${paper}`);
    for (const step of publish ? ["declare", "publish"] : [])
      this.later("chair", `${step} ${paper}`);
    this.batch();
  }

  /** How often the log on the server has such an event. */
  countOf(event) {
    return this.countIn(`\ncongress/v1 ${event}\n`);
  }

  /** How often its entries have these bytes. @param {string} latin */
  async countIn(latin) {
    const size = Number((await (await fetch(`${this.address}/checkpoint`))
      .text()).split("\n")[1]);
    let count = 0;

    for (let at = 0; at < size; at += 256) {
      const width = Math.min(256, size - at);
      const part = width < 256 ? `.p/${width}` : "";
      const tile = String(at / 256).padStart(3, "0");
      const bytes = Buffer.from(await (await fetch(
        `${this.address}/tile/entries/${tile}${part}`)).arrayBuffer());

      count += bytes.toString("latin1").split(latin).length - 1;
    }
    return count;
  }

  /** What `show` says of a paper. */
  shown(paper) {
    return JSON.parse(this.ctl("show", paper, "--log", this.log, "--json",
      "--lang", "en"));
  }

  /* ---- The server --------------------------------------------------------- */

  /** Starts it: at first on any port, then on that one again. */
  async serve() {
    const log = openSync(this.file("ballotd.log"), "w");

    this.server = spawn(join(BUILD, "ballotd"), ["--log", this.database,
      "--listen", `127.0.0.1:${this.port}`, "--lang", "en"],
    { stdio: ["ignore", "ignore", log] });
    closeSync(log);
    const ended = new Promise((resolve) => this.server.once("exit", resolve));

    this.ended = ended;
    for (;;) {
      const said = readFileSync(this.file("ballotd.log"), "utf8");
      const [, port] = / listening: Serving on 127\.0\.0\.1:(\d+)/
        .exec(said) ?? [];

      if (port) {
        this.port = Number(port);
        this.address = `http://127.0.0.1:${port}`;
        return;
      }
      if (this.server.exitCode !== null)
        throw new Error(`ballotd does not start: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Ends the server, and waits until it has ended. */
  async halt() {
    if (this.server && this.server.exitCode === null) {
      this.server.kill();
      this.server.kill("SIGCONT"); /* a test may have stopped it */
      await this.ended;
    }
    this.server = null;
    this.address = null;
  }

  /** Kills the server, as a power cut would. */
  async kill() {
    this.server.kill("SIGKILL");
    await this.ended;
    this.server = null;
    this.address = null;
  }

  /** Keeps the log as it is now under this name. The server must be down. */
  remember(name) {
    mkdirSync(this.file(name));
    for (const file of this.databaseFiles())
      cpSync(this.file(file), join(this.file(name), file));
  }

  /** Puts such a log in place of the one there is. The server must be down. */
  goBackTo(name) {
    for (const file of this.databaseFiles())
      rmSync(this.file(file));
    for (const file of readdirSync(this.file(name)))
      cpSync(join(this.file(name), file), this.file(file));
  }

  /* The database, and whatever stands beside it under its name. */
  databaseFiles() {
    return readdirSync(this.folder).filter((file) => file.startsWith("log.db"));
  }

  async end() {
    await this.halt();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
