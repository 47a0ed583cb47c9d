/*
 * authors.js - every event of a recorded conference, made anew by the calls
 * that pages use and the secrets of whoever made it.
 */
import { fromBase64 } from "../../voting/web/core/core.js";
import { fromHex } from "./module.js";

/** An event's lines by their keys: each a list of values. */
function fieldsOf(text) {
  /** @type {Record<string, string[]>} */
  const fields = {};
  for (const line of text.split("\n").slice(0, -1)) {
    const cut = line.indexOf(" ");
    (fields[line.slice(0, cut)] ??= []).push(line.slice(cut + 1));
  }
  return fields;
}

/** What events name a text by. @param {string} ref */
const blob = (ref) => ref === "none" ? undefined : { ref };

const numbers = (row) => row.split(" ").map(Number);

/** What decides each type, read off the recorded event. */
const decisions = {
  post: (f) => ({ post: f.post[0], invitation: fromBase64(f.invitation[0]),
    name: fromBase64(f.name[0]), tags: f.tags[0].split(" ").slice(1),
    voting: f.voting[0] === "yes" }),
  session: (f) => ({ id: f.session[0], term: Number(f.term[0]),
    number: Number(f.number[0]), title: blob(f.title[0]), date: f.date[0] }),
  "session-start": (f) => ({ session: f.session[0] }),
  "session-end": () => ({}),
  present: (f) => ({ post: f.post[0], how: f.how[0] }),
  leave: (f) => ({ post: f.post[0] }),
  headcount: (f) => ({ counted: Number(f.counted[0]) }),
  "key-start": (f) => ({ threshold: Number(f.threshold[0]),
    reason: blob(f.reason[0]) }),
  paper: (f) => ({
    id: f.paper[0], session: f.session[0], kind: f.kind[0],
    title: blob(f.title[0]), ballot: f.ballot[0], counts: f.counts[0],
    cap: Number(f.cap[0]), filter: f.filter[0], power: f.power[0],
    practice: f.practice[0] === "yes", settles: f.settles[0],
    options: f.options[0].split(" ").slice(1), rules: f.rule,
    rows: f.row.map((row) => {
      const [id, rule, ...text] = row.split(" ");
      return { id, rule: Number(rule), text: blob(text.join(" ")) };
    }),
    recusals: (f.recusal ?? []).map((line) => {
      const [row, seat] = line.split(" ");
      return { row: Number(row), seat };
    }),
  }),
  announce: (f) => ({ what: f.announce[0] }),
  open: (f) => ({ shortNotice: blob(f["short-notice"][0]) }),
  hands: (f) => ({ counts: f.row.map(numbers) }),
  close: () => ({}),
  result: () => ({}),
  "sign-off": () => ({}),
  declare: () => ({}),
  publish: () => ({}),
  incident: (f) => ({ text: blob(f.text[0]) }),
};

const camel = (type) => type.replace(/-(.)/g, (_, c) => c.toUpperCase());

/** Plays everybody of a recorded conference. */
export class Authors {
  /**
   * @param {import("../../voting/web/core/core.js").Core} core
   * @param {any} secrets as protocol.secrets.json
   */
  constructor(core, secrets) {
    this.core = core;
    this.people = new Map(secrets.posts.map((p) => [p.post, p]));
    this.ballots = new Map(secrets.ballots.map((b) => [b.entry, b]));
    this.keys = new Map();
  }

  /** @param {string} post @param {string} [what] */
  key(post, what = "key_seed") {
    const name = `${post} ${what}`;
    const key = this.keys.get(name) ??
      this.core.secretOf(fromHex(this.people.get(post)[what]));
    this.keys.set(name, key);
    return key;
  }

  /**
   * The paper that an event speaks of, by the entry that it names: how a page
   * knows it, from the view.
   */
  paperOf(log, fields) {
    const ref = fields.open?.[0] ?? fields.result?.[0] ?? fields.paper?.[0];
    const index = Number(ref.split(" ")[0]);
    const entry = this.entries[index];
    const type = entry.match(/\ncongress\/v1 (.*)\n/)[1];
    const inner = fieldsOf(entry);
    return type === "paper" ? inner.paper[0] : this.paperOf(log, inner);
  }

  /**
   * The note of an entry, made anew in the state before it.
   *
   * @param {any} log the log up to this entry
   * @param {string} entry
   * @param {string[]} entries all of them
   */
  note(log, entry, entries) {
    this.entries = entries;
    const [, type] = entry.match(/\ncongress\/v1 (.*)\n/);
    const cut = entry.lastIndexOf("\n\n") + 1;
    const fields = fieldsOf(entry.slice(entry.indexOf("\n") + 1, cut));
    const who = [...entry.slice(cut).matchAll(/\u2014 [^ ]*?\/((?:chair|desk|scrutineer|seat)\/\d+(?:\/invitation)?) /g)]
      .map((match) => match[1]);
    if (type === "genesis") {
      return this.genesis(fields);
    }
    if (type === "cast") {
      return this.cast(log, entries.indexOf(entry), fields);
    }
    if (type === "enrol") {
      const post = fields.post[0];
      const card = this.core.invitationKey(log.leaf(0),
        fromHex(this.people.get(post).token));
      const { note } = log.draft.enrol({ post, card, key: this.key(post) });
      card.close();
      return note;
    }
    const draft = this.draft(log, type, fields, who).signedBy(who);
    who.forEach((post) => draft.sign(post, this.key(post)));
    return draft.note;
  }

  draft(log, type, fields, who) {
    const at = Number(fields.at?.[0] ?? 0);
    const seed = () => this.key(who[0], "counting_seed");
    if (type === "share") {
      return log.draft.share({ paper: this.paperOf(log, fields), post: who[0],
        seed: seed() });
    }
    if (/^key-(commit|deal|accept)$/.test(type)) {
      return log.draft.keyStep({ step: type.slice(4), post: who[0],
        seed: seed() });
    }
    const what = { ...decisions[type](fields), at };
    if ((fields.open || fields.result || type === "open") && !what.paper) {
      what.paper = this.paperOf(log, fields);
    }
    return type === "incident" ? log.draft.statement(type, what)
      : log.draft[camel(type)](what);
  }

  genesis(fields) {
    return this.core.genesis({
      origin: fields.log[0], at: Number(fields.at[0]),
      title: blob(fields.title[0]), logKey: fromBase64(fields["log-key"][0]),
      policy: blob(fields.policy[0]),
      chairs: [this.key("chair/1"), this.key("chair/2")],
    });
  }

  /** Only where the core's randomness is the recorded one. */
  cast(log, index, fields) {
    const recorded = this.ballots.get(index);
    const key = this.key(recorded.seat);
    const ballot = log.seal(this.paperOf(log, fields), recorded.seat, key,
      [...fromHex(recorded.choices)]);
    this.code = Buffer.from(ballot.hash, "base64").toString("hex");
    const note = ballot.cast(key);
    ballot.close();
    return note;
  }
}
