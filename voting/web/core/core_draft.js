/*
 * core_draft.js - events: what a person decides, with what follows from the
 * log, and the signatures it needs.
 *
 *     const draft = log.draft.close({ paper: "P2" , at: now });
 *     draft.sign("chair/1", key);
 *     if (draft.missing.length === 0) post(draft.note);
 *     else show(draft.toString());       // for the second officer's device
 *
 * The core fills in entries, hashes, keys and proofs; here a person's decisions
 * become lines in the protocol's own spelling (docs/protocol.md, section 3.4).
 * Whatever does not read as an event is never signed, and log.tryNote() tells
 * beforehand whether the log will take it.
 */
import { marksOf } from "./core_ballot.js";
import { CoreError, toBase64 } from "./core_module.js";

/** @typedef {import("./core_log.js").Blob} Blob */
/** @typedef {import("./core.js").Secret} Secret */

const HEAD = "congress-draft/v1";
const NO_ENTRY = 0xffffffff;

/** @param {string} line */
const keyOf = (line) => line.split(" ", 1)[0];

/** @param {string} text */
const linesOf = (text) => text.split("\n").slice(0, -1);

/**
 * Writes decided lines over a drafted text: those whose key the text has take
 * the place of its own, with the lines behind them that have other keys (`row`
 * behind `rows`); lines before the first such go to the end.
 *
 * @param {string} drafted
 * @param {string[]} decided
 */
function mergeLines(drafted, decided) {
  if (decided.some((line) => line.includes("\n"))) {
    throw new CoreError("ERR_INPUT");
  }
  const own = linesOf(drafted);
  const known = new Set(own.map(keyOf));
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  /** @type {string[]} */
  const tail = [];
  let group = tail;
  for (const line of decided) {
    if (known.has(keyOf(line))) {
      group = [];
      groups.set(keyOf(line), group);
    }
    group.push(line);
  }
  const merged = own.flatMap((line) => groups.get(keyOf(line)) ?? [line]);
  return [...merged, ...tail, ""].join("\n");
}

/** An event's text and the signatures it has so far. */
export class Draft {
  /**
   * @param {any} log
   * @param {string} text
   * @param {string[]} [signers] who must sign; by default those the rules ask
   *        for; see prefer() and signedBy()
   */
  constructor(log, text, signers) {
    this.log = log;
    this.text = text;
    this.signers = signers ?? this.proposed([]);
    /** @type {Map<string, string>} */
    this.lines = new Map();
  }

  /** @param {string[]} held posts whose keys are at hand */
  proposed(held) {
    const answer = this.log.module.call("web_draft_signers", this.log.handle,
      this.text, held.join(" "));
    return answer.text.split(" ").filter((post) => post !== "");
  }

  /**
   * Where the rules leave a choice, these posts sign. Before the first
   * signature.
   *
   * @param {string[]} held
   */
  prefer(held) {
    this.signers = this.proposed(held);
    return this;
  }

  /**
   * These sign, in this order, whatever is proposed. Before the first
   * signature.
   *
   * @param {string[]} posts
   */
  signedBy(posts) {
    this.signers = [...posts];
    return this;
  }

  /**
   * @param {string} post one of `signers`
   * @param {Secret} key
   */
  sign(post, key) {
    if (!this.signers.includes(post)) {
      throw new CoreError("ERR_AUTH");
    }
    const [name, card] = post.split("/invitation");
    this.lines.set(post, this.log.core.signLine(key, name, this.text,
      card !== undefined));
    return this;
  }

  /** Who has not signed yet. */
  get missing() {
    return this.signers.filter((post) => !this.lines.has(post));
  }

  /** The note to submit. ERR_STATE while a signature is missing. */
  get note() {
    if (this.missing.length > 0 || this.signers.length === 0) {
      throw new CoreError("ERR_STATE");
    }
    return this.noteSoFar();
  }

  noteSoFar() {
    return this.text + "\n" + this.signers
      .map((post) => this.lines.get(post) ?? "").join("");
  }

  /** For another device, here or with ballotctl countersign. */
  toString() {
    return `${HEAD}\nsigners ${this.signers.join(" ")}\n\n${this.noteSoFar()}`;
  }

  /**
   * @param {any} log
   * @param {string} written as toString() wrote it
   */
  static read(log, written) {
    const [head, who, empty] = written.split("\n", 3);
    const cut = written.lastIndexOf("\n\n");
    const start = head.length + (who ?? "").length + 3;
    if (head !== HEAD || !who?.startsWith("signers ") || empty !== "" ||
        cut < start) {
      throw new CoreError("ERR_INPUT");
    }
    const text = written.slice(start, cut + 1);
    const draft = new Draft(log, text, who.split(" ").slice(1));
    draft.proposed([]); // reads the text as an event, or throws
    const { origin } = log.pin();
    for (const line of linesOf(written.slice(cut + 2))) {
      const post = line.split(" ")[1]?.slice(origin.length + 1);
      if (post === undefined || !draft.signers.includes(post)) {
        throw new CoreError("ERR_INPUT");
      }
      draft.lines.set(post, line + "\n");
    }
    return draft;
  }
}

/** @param {Blob | undefined} blob */
const refOf = (blob) => blob ? blob.ref : "none";

/** @param {boolean} value */
const yesNo = (value) => value ? "yes" : "no";

/**
 * One call for each type of event; each gives a Draft. Papers are named by
 * their ids, posts by theirs; `at` is the time now, where the type is dated.
 */
export class Drafts {
  /** @param {any} log */
  constructor(log) {
    this.log = log;
  }

  /**
   * @param {string} type
   * @param {{at?: number, paper?: string, other?: string,
   *          number?: number}} [subject]
   */
  lines(type, { at = 0, paper = "", other = "", number = 0 } = {}) {
    return this.log.module.call("web_draft", this.log.handle, type, at, paper,
      other, number).text;
  }

  /**
   * @param {string} type
   * @param {Parameters<Drafts["lines"]>[1]} [subject]
   * @param {string[]} [decided]
   */
  make(type, subject, decided = []) {
    return new Draft(this.log, mergeLines(this.lines(type, subject), decided));
  }

  // ---- People --------------------------------------------------------------

  /** @param {{post: string, invitation: Uint8Array, name: Uint8Array,
   *           tags?: string[], voting?: boolean}} what invitation: its public
   *  key; name: the commitment */
  post({ post, invitation, name, tags = [], voting = false }) {
    return this.make("post", {}, [
      `post ${post}`, `invitation ${toBase64(invitation)}`,
      `name ${toBase64(name)}`, ["tags", tags.length, ...tags].join(" "),
      `voting ${yesNo(voting)}`]);
  }

  /** @param {{post: string, invitation: Uint8Array,
   *           reason: "lost" | "broken" | "unused" | "mistake"}} what */
  reissue({ post, invitation, reason }) {
    return this.make("reissue", { other: post },
      [`invitation ${toBase64(invitation)}`, `reason ${reason}`]);
  }

  /**
   * A card used on this device: signed by the card's key and by the new one.
   *
   * @param {{post: string, card: Secret, key: Secret}} what
   */
  enrol({ post, card, key }) {
    const text = this.log.module.call("web_draft_enrol", this.log.handle, post,
      key.publicKey()).text;
    return new Draft(this.log, text, [`${post}/invitation`, post])
      .sign(`${post}/invitation`, card).sign(post, key);
  }

  /** @param {{post: string,
   *           reason: "resigned" | "left" | "incapable" | "mistake"}} what */
  retire({ post, reason }) {
    return this.make("retire", {}, [`post ${post}`, `reason ${reason}`]);
  }

  /** @param {{to: string}} what */
  handover({ to }) {
    return this.make("handover", {}, [`to ${to}`]);
  }

  /** @param {{policy: Blob}} what */
  policy({ policy }) {
    return this.make("policy", {}, [`policy ${policy.ref}`]);
  }

  /** @param {{id: string, term: number, number: number, title: Blob,
   *           date: string}} what date: YYYY-MM-DD */
  session({ id, term, number, title, date }) {
    return this.make("session", {}, [`session ${id}`, `term ${term}`,
      `number ${number}`, `title ${title.ref}`, `date ${date}`]);
  }

  /** @param {{session: string, at: number}} what */
  sessionStart({ session, at }) {
    return this.make("session-start", { at }, [`session ${session}`]);
  }

  /** @param {{at: number}} what */
  sessionEnd({ at }) {
    return this.make("session-end", { at });
  }

  /** @param {{post: string, how: "phone" | "card" | "online", at: number}} what
   *  card: the desk signs */
  present({ post, how, at }) {
    const number = ["phone", "card", "online"].indexOf(how);
    return this.make("present", { at, other: post, number });
  }

  /** @param {{post: string, at: number}} what */
  leave({ post, at }) {
    return this.make("leave", { at, other: post });
  }

  /** @param {{counted: number, at: number}} what */
  headcount({ counted, at }) {
    return this.make("headcount", { at, number: counted });
  }

  // ---- The ballot box ------------------------------------------------------

  /** @param {{threshold?: number, reason?: Blob}} what reason: locked anew */
  keyStart({ threshold = 2, reason }) {
    return this.make("key-start", { number: threshold },
      reason ? [`reason ${reason.ref}`] : []);
  }

  /**
   * A scrutineer's step, from the counting seed. Where a share is bad, `accept`
   * throws `ceremony-proof`, whose number is the dealer to complain of.
   *
   * @param {{step: "commit" | "deal" | "accept" | "complain", post: string,
   *          seed: Secret, against?: number}} what
   */
  keyStep({ step, post, seed, against = 0 }) {
    const text = this.log.module.call("web_draft_key", this.log.handle,
      `key-${step}`, post, seed.handle, against).text;
    return new Draft(this.log, text);
  }

  // ---- Questions -----------------------------------------------------------

  /**
   * @param {{id: string, session: string, title: Blob, at: number,
   *   kind: "motion" | "election" | "appraisal",
   *   ballot?: "secret" | "named" | "hands", counts?: "first" | "last",
   *   cap?: number, filter?: string, power?: "adopt" | "advise",
   *   practice?: boolean,
   *   settles?: "nothing" | "agenda" | "scrutineers" | "measures",
   *   follows?: "nothing" | "void" | "tie" | "shortfall" | "supersede",
   *   followed?: string, options?: string[], rules?: string[],
   *   rows: {id: string, rule?: number, text: Blob}[],
   *   recusals?: {row: number, seat: string}[]}} what
   *   followed: the id of the paper whose round it follows; a tie's and a
   *   shortfall's rule and cap follow from that round
   */
  paper(what) {
    const follows = what.follows ?? "nothing";
    const number = ["nothing", "void", "tie", "shortfall", "supersede"]
      .indexOf(follows);
    const drafted = linesOf(this.lines("paper", { at: what.at, paper: what.id,
      other: what.followed ?? "", number }));
    const at = drafted.findIndex((line) => keyOf(line) === "paper");
    /** @param {string} key */
    const own = (key) => drafted.slice(at).filter((l) => keyOf(l) === key);
    const rules = own("rule").length > 0 ? own("rule")
      : (what.rules ?? []).map((rule) => `rule ${rule}`);
    const options = what.options ?? ["for", "against", "abstain"];
    const recusals = what.recusals ?? [];
    const cap = own("cap")[0] ?? `cap ${what.cap ?? 0}`;
    const decided = [
      ...own("version"), `session ${what.session}`, `kind ${what.kind}`,
      `title ${what.title.ref}`, `ballot ${what.ballot ?? "secret"}`,
      `counts ${what.counts ?? "last"}`, cap, `filter ${what.filter ?? "none"}`,
      `power ${what.power ?? "adopt"}`, `practice ${yesNo(!!what.practice)}`,
      `settles ${what.settles ?? "nothing"}`, `follows ${follows}`,
      ...own("followed"), ["options", options.length, ...options].join(" "),
      `rules ${rules.length}`, ...rules, `rows ${what.rows.length}`,
      ...what.rows.map((r) => `row ${r.id} ${r.rule ?? 1} ${r.text.ref}`),
      `recusals ${recusals.length}`,
      ...recusals.map((r) => `recusal ${r.row} ${r.seat}`)];
    const head = drafted.slice(0, at + 1).join("\n") + "\n";
    return new Draft(this.log, mergeLines(head, decided));
  }

  /** @param {{paper: string, at: number, shortNotice?: Blob}} what
   *  shortNotice: the reason, if the notice is short */
  open({ paper, at, shortNotice }) {
    return this.make("open", { at, paper },
      [`short-notice ${refOf(shortNotice)}`]);
  }

  /** @param {{paper: string, what: "extended" | "last-call",
   *           at: number}} what */
  announce({ paper, what, at }) {
    return this.make("announce", { at, paper }, [`announce ${what}`]);
  }

  /** @param {{paper: string, counts: number[][]}} what by row, by option */
  hands({ paper, counts }) {
    return this.make("hands", { paper }, [
      `options ${counts[0]?.length ?? 0}`, `rows ${counts.length}`,
      ...counts.map((row) => ["row", ...row].join(" "))]);
  }

  /** @param {{paper: string, seat: string}} what */
  deskIssue({ paper, seat }) {
    return this.make("desk-issue", { paper, other: seat });
  }

  /**
   * Paper sheets sealed into the box, shuffled here.
   *
   * @param {{paper: string, sheets: number[][], spoiled?: number}} what
   *        sheets: an option for each row of the paper
   */
  sheets({ paper, sheets, spoiled = 0 }) {
    const { core, module, handle } = this.log;
    const order = shuffled(sheets, (count) => core.random(count));
    const choices = marksOf(order.flat());
    const secrets = core.random(32 * order.length);
    try {
      return new Draft(this.log, module.call("web_draft_sheets", handle, paper,
        spoiled, choices, secrets).text);
    } finally {
      choices.fill(0);
      secrets.fill(0);
    }
  }

  /** @param {{paper: string, at: number}} what */
  close({ paper, at }) {
    return this.make("close", { at, paper });
  }

  /** @param {{paper: string, at: number, reason: Blob}} what */
  void({ paper, at, reason }) {
    return this.make("void", { at, paper }, [`reason ${reason.ref}`]);
  }

  /** @param {{paper: string, at: number, reason: Blob}} what */
  uncountable({ paper, at, reason }) {
    return this.make("uncountable", { at, paper }, [`reason ${reason.ref}`]);
  }

  // ---- The count -----------------------------------------------------------

  /**
   * A scrutineer's key used on the sums of a round; only from an audit that
   * found the whole log good (else ERR_STATE).
   *
   * @param {{paper: string, post: string, seed: Secret,
   *          checkpoint?: string | Uint8Array}} what checkpoint: with its
   *        cosignatures, where the conference has a witness policy
   */
  share({ paper, post, seed, checkpoint }) {
    const text = this.log.module.call("web_draft_share", this.log.handle, paper,
      post, seed.handle, checkpoint).text;
    return new Draft(this.log, text);
  }

  /** @param {{paper: string}} what */
  result({ paper }) {
    return new Draft(this.log, this.log.module.call("web_draft_result",
      this.log.handle, paper).text);
  }

  /** @param {{paper: string, at: number}} what */
  signOff({ paper, at }) {
    return this.make("sign-off", { at, paper });
  }

  /** @param {{paper: string, at: number}} what */
  declare({ paper, at }) {
    return this.make("declare", { at, paper });
  }

  /** @param {{paper: string, at: number}} what */
  publish({ paper, at }) {
    return this.make("publish", { at, paper });
  }

  // ---- Statements ----------------------------------------------------------

  /**
   * about: the number of an entry; refusal: the log's word that is quoted.
   *
   * @param {"incident" | "complaint" | "objection" | "reply"} type
   * @param {{text: Blob, about?: number, refusal?: Blob}} what
   */
  statement(type, { text, about = NO_ENTRY, refusal }) {
    return this.make(type, { number: about }, [
      ...(refusal ? [`refusal ${refusal.ref}`] : []), `text ${text.ref}`]);
  }
}

/**
 * In an order that says nothing of how they came: Fisher and Yates, drawing
 * again where a number would favour some places.
 *
 * @template T
 * @param {T[]} items
 * @param {(count: number) => Uint8Array} random
 */
function shuffled(items, random) {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const limit = 0x10000 - 0x10000 % (i + 1);
    let draw;
    do {
      const [high, low] = random(2);
      draw = 256 * high + low;
    } while (draw >= limit);
    const j = draw % (i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
