/**
 * An event in words: what it says and what it is about, made from its text
 * alone, which the core has read as an event; never from what the asker says
 * of it. Names are held to the log's commitments, texts to their hashes.
 */

import { toBase64 } from "../log/device.js";
import { el } from "../screen/dom.js";
import { nameIn } from "./names.js";
import { postName } from "./posts.js";
import { say } from "../screen/words.js";
import { ACT, ACTS, CHECK, REASON } from "../words/acts.js";
import { OPTION } from "../words/result.js";

/** The lines of an event's text, by key; of several the first. */
class Lines {
  /** @param {string} text */
  constructor(text) {
    this.all = text.split("\n").slice(0, -1);
    this.type = this.all[0].split(" ")[1];
  }

  /** @param {string} key */
  of(key) {
    return this.all.find((line) => line.startsWith(`${key} `))
      ?.slice(key.length + 1) ?? "";
  }

  /** @param {string} key */
  every(key) {
    return this.all.filter((line) => line.startsWith(`${key} `))
      .map((line) => line.slice(key.length + 1));
  }
}

/** An event in words. */
export class Act {
  /**
   * @param {import("./colleague.js").Officer} member
   * @param {string} text
   * @param {{bytes: Uint8Array, members: boolean}[]} [texts]
   * @param {{post: string, record: string}[]} [names]
   */
  constructor(member, text, texts = [], names = []) {
    this.member = member;
    this.lines = new Lines(text);
    this.texts = texts;
    this.records = names;
    this.title = "";
  }

  /** Reads the title of the question that it is about. */
  async read() {
    const paper = this.paper();
    const title = paper && await this.member.hall.texts.read(paper.title)
      .catch(() => null);

    this.title = title ? say(title.title) : paper?.id ?? "";
    return this;
  }

  /* The question whose round it names: the one of which a draft made here
   * would name the same. */
  paper() {
    const open = this.lines.of("open");
    const { log, hall } = this.member;
    const at = hall.time();

    return open === "" ? undefined : log.conference().papers.find((p) => {
      try {
        return p.round !== null && new Lines(log.draft.lines("void",
          { at, paper: p.id })).of("open") === open;
      } catch {
        return false;
      }
    });
  }

  /** 席位 015 王书茵 */
  who(post) {
    const names = this.member.names;

    return names.known.get(post)?.zh
      ? `${postName(post)} ${say(names.known.get(post))}`
      : postName(post);
  }

  /* The name of a post that this event makes, if the record opens it. */
  newcomer(post) {
    const found = this.records.find((n) => n.post === post &&
      this.opens(n.record));

    return found ? `${postName(post)} ${say(nameIn(new TextEncoder()
      .encode(found.record)))}` : postName(post);
  }

  /* Whether a name record opens the commitment of the event. */
  opens(record) {
    try {
      return toBase64(this.member.hall.core.nameCommitment(record)) ===
        this.lines.of("name");
    } catch {
      return false; /* it is none */
    }
  }

  /** The sentence. */
  sentence() {
    const { lines } = this;
    const post = lines.of("post") || lines.of("seat") || lines.of("to");
    const who = lines.type === "post" ? this.newcomer(post)
      : post && this.who(post);
    const reason = REASON[lines.of("reason")];

    return say(ACT[lines.type], { who, title: this.title,
      reason: reason ? say(reason) : "",
      n: lines.of("counted") || lines.of("threshold") ||
        lines.of("sheets"),
      m: lines.of("spoiled") || lines.of("scrutineers") });
  }

  /** What whoever signs should have seen. */
  check() {
    return say(CHECK[this.lines.type]);
  }

  /** Further lines, as elements. */
  details() {
    const { lines } = this;

    return [
      lines.type === "post" && el("p", say(lines.of("voting") === "yes"
        ? ACTS.votes : ACTS.votesNot)),
      lines.type === "key-start" && this.scrutineers(),
      lines.type === "hands" && this.hands(),
      lines.type === "policy" && this.policy(),
      /^(public|members) /.test(lines.of("reason")) && this.reason(),
    ];
  }

  /* Whoever of them locks the box can open it together. */
  scrutineers() {
    return lines(this.lines.every("scrutineer").map((post) => this.who(post)));
  }

  hands() {
    const options = this.paper()?.options ?? [];

    return lines(this.lines.every("row").map((row, i) => say(ACTS.row,
      { n: i + 1, counts: row.split(" ").map((count, k) =>
        `${OPTION[options[k]] ? say(OPTION[options[k]]) : options[k] ?? ""} ${
          count}`).join(" · ") })));
  }

  /* The bytes of a text that the event names, if they are the very ones. */
  bytesOf(ref) {
    const { core } = this.member.hall;
    const hash = ref.split(" ")[2];

    return this.texts.find((t) => toBase64(core.sha256(t.bytes)) === hash)
      ?.bytes ?? null;
  }

  /** Whether a text that it names is not there to be read: then nobody should
   *  sign it. */
  get unread() {
    const named = [this.lines.type === "policy" && this.lines.of("policy"),
      this.lines.of("reason")];

    return named.some((ref) => /^(public|members) /.test(ref) &&
      this.bytesOf(ref) === null);
  }

  policy() {
    const bytes = this.bytesOf(this.lines.of("policy"));

    return bytes ? lines(new TextDecoder().decode(bytes).split("\n")
      .filter((line) => line !== "")) : el("p.notice.warn", say(ACTS.unread));
  }

  reason() {
    const bytes = this.bytesOf(this.lines.of("reason"));

    try {
      const { zh, en } = this.member.hall.core.readText(bytes);

      return el("p", say(ACTS.reason, { text: say({ zh: zh.join(" "),
        en: en.join(" ") }) }));
    } catch {
      return el("p.notice.warn", say(ACTS.unread)); /* none, or no text */
    }
  }
}

function lines(all) {
  return el("ul.plain", all.map((line) => el("li", line)));
}
