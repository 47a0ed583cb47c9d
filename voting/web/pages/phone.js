/**
 * The representative's phone: from the card to the receipt. It follows the
 * chair by itself; what is shown next follows from the log, and from what this
 * device still has to send.
 */

import { recall, keep, forget, fromBase64 } from "../device.js";
import { el } from "../dom.js";
import { Follower, Split } from "../follow.js";
import { Frame, notice } from "../frame.js";
import { Hall } from "../hall.js";
import { Outbox } from "../outbox.js";
import { ServerError } from "../server.js";
import { say } from "../words.js";
import { FRAME } from "../words/frame.js";
import { PHONE } from "../words/phone.js";
import { homeScreen } from "./phone_home.js";
import { joinScreen } from "./phone_join.js";
import { Voting } from "./phone_vote.js";

/** @param {HTMLElement} root */
export async function start(root) {
  const phone = new Phone(new Frame(root, { title: PHONE.title }));

  await phone.open();
}

/** The token in the address, which is taken out of it at once. */
function takeToken() {
  const token = location.hash.slice(1);

  if (/^[A-Za-z0-9_-]{22}$/.test(token)) {
    keep("card", { token });
    history.replaceState(null, "", location.pathname);
  }
}

export class Phone {
  /** @param {Frame} frame */
  constructor(frame) {
    this.frame = frame;
    /** @type {Hall} */
    this.hall = null;
    /** @type {Follower} */
    this.follower = null;
    /** @type {{post: string, name: string, origin: string}|null} */
    this.me = null;
    /** @type {import("../core.js").Secret|null} */
    this.key = null;
    this.sent = new Map(); /* by name, the outbox's last word */
    this.voting = new Voting(this);
    this.split = false;
    this.showing = false;
    this.stale = false;
  }

  async open() {
    this.frame.show("opening", () => el("p", say(PHONE.opening)));
    try {
      takeToken();
    } catch {
      this.frame.show("storage", () => notice("bad", "alert",
        el("p", say(PHONE.storage))));
      return;
    }
    this.hall = await Hall.open();
    this.follower = new Follower(this.hall.core, (done, all) =>
      this.progress(done, all));
    this.outbox = new Outbox((body, answer) => this.judge(body, answer),
      (item) => this.onSent(item));
    this.recallMe();
    this.hall.listen({
      onNow: (now, news) => this.onNow(news),
      onConnection: (there) => this.frame.connected(there),
    });
  }

  recallMe() {
    const me = recall("me");

    if (!me)
      return;
    this.me = me;
    this.key = this.hall.core.secretOf(fromBase64(me.seed));
    this.frame.person(me.name);
  }

  /** The log, replayed as far as this phone has followed it. */
  get log() {
    return this.follower.log;
  }

  progress(done, all) {
    if (all - done > 500 || this.frame.key === "reading")
      this.frame.show("reading", () => [
        el("p", { role: "status" }, say(PHONE.reading, { done, all })),
        el("progress", { max: all, value: done })]);
  }

  /* ---- What is new -------------------------------------------------------- */

  onNow(news) {
    this.frame.warn(this.hall.clockIsWrong() ? FRAME.clock : null);
    if (news.stage || this.follower.size === 0)
      void this.refresh();
    else if (news.size)
      this.voting.onSize();
  }

  /** Follows the log, and shows what there is to do now. */
  async refresh() {
    try {
      await this.follower.refresh();
      this.outbox.hurry();
    } catch (error) {
      if (error instanceof Split)
        this.onSplit();
      else if (!(error instanceof ServerError))
        throw error;
      return;
    }
    await this.showNow();
  }

  onSplit() {
    this.split = true;
    this.frame.show("split", () => notice("bad", "alert",
      el("h1", say(PHONE.split))));
  }

  /** One at a time, since texts may have to be fetched; the last one stays. */
  async showNow() {
    this.stale = true;
    if (this.showing)
      return;
    this.showing = true;
    try {
      while (this.stale) {
        this.stale = false;
        await this.showOnce();
      }
    } finally {
      this.showing = false;
    }
  }

  async showOnce() {
    if (this.split)
      return;
    if (!this.me) {
      await joinScreen(this);
      return;
    }
    if (await this.voting.show())
      return;
    await homeScreen(this);
  }

  /* ---- Sending ------------------------------------------------------------ */

  /**
   * Signs nothing: keeps a note on the phone, and sends it until it is
   * answered.
   *
   * @param {string} name  of this act; the same act is never sent twice
   * @param {string} note
   * @param {Object} about
   */
  send(name, note, about) {
    this.outbox.put(name, new TextEncoder().encode(note), about);
  }

  /** Verifies an answer; null if it proves nothing. */
  async judge(body, answer) {
    const note = new TextDecoder().decode(body);
    const { core } = this.hall;

    try {
      return { kind: "receipt", text: new TextDecoder().decode(answer),
        ...core.checkReceipt(this.log.pin(), answer, note) };
    } catch {
      /* Then it must be a refusal. */
    }
    try {
      const error = core.checkRefusal(this.log.pin(), answer, note);

      return { kind: "refusal", error };
    } catch {
      return null;
    }
  }

  onSent(item) {
    this.sent.set(item.name, item);
    if (item.state === "accepted") {
      if (item.about.round !== undefined)
        keep(`receipt/${item.name}`, { ...item.about, index: item.answer.index,
          time: item.answer.time, code: item.answer.code,
          receipt: item.answer.text });
      if (item.name.startsWith("enrol/"))
        forget("card");
      void this.refresh();
    } else if (item.state === "refused" && item.name.startsWith("enrol/")) {
      forget("me");
      this.me = null;
    }
    void this.showNow();
  }
}
