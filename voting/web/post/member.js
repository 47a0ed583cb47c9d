/**
 * A device that acts: it follows the log, holds the keys of one person's posts,
 * keeps what it signs until there is a verified answer, and shows one screen
 * that follows from all of that. The pages of phone, chair, desk and scrutineer
 * say only which screen.
 */

import { forget, fromBase64, keep, namesUnder, recall } from "../log/device.js";
import { el } from "../screen/dom.js";
import { Follower } from "../log/follow.js";
import { notice } from "../screen/frame.js";
import { Hall } from "../log/hall.js";
import { joinScreen } from "./join.js";
import { Outbox } from "../log/outbox.js";
import { kindOf } from "./posts.js";
import { otherRoles } from "./roles.js";
import { Split } from "../log/seen.js";
import { askAsMember, ServerError } from "../log/server.js";
import { unwrapped } from "../log/submission.js";
import { say } from "../screen/words.js";
import { FRAME } from "../words/frame.js";
import { JOIN } from "../words/join.js";

const SHOW_PROGRESS_FROM = 500; /* entries that are still to be read */

/* What a page for posts of this kind fetches. */
const MODULES = { seat: "vote.wasm", chair: "office.wasm", desk: "office.wasm",
  scrutineer: "box.wasm" };

/** The token in the address, which is taken out of it at once. Throws where
 *  nothing can be kept. */
function takeToken() {
  const token = location.hash.slice(1);

  keep("probe", true);
  forget("probe");

  if (/^[A-Za-z0-9_-]{22}$/.test(token)) {
    keep("card", { token });
    history.replaceState(null, "", location.pathname);
  }
}

export class Member {
  /**
   * @param {import("../screen/frame.js").Frame} frame
   * @param {string[]} kinds  of posts that this page is for
   */
  constructor(frame, kinds) {
    this.frame = frame;
    this.kinds = kinds;
    /** @type {Hall} */
    this.hall = null;
    /** @type {Follower} */
    this.follower = null;
    /** @type {{post: string, name: string, origin: string}|null} */
    this.me = null;
    /** @type {Map<string, import("../core/core.js").Secret>} by post */
    this.keys = new Map();
    this.sent = new Map(); /* by name, the outbox's last word */
    this.awaited = new Map(); /* by name, who waits for the log's word */
    this.turnedAway = null; /* how a notice looks, and what it says of a card */
    this.split = false;
    this.behind = true; /* something is not followed yet */
    this.following = false;
    this.showing = false;
    this.stale = false;
  }

  /** What this page shows when the device is somebody's. */
  async screen() {
    throw new Error("a page has a screen");
  }

  /** Something was accepted or refused, before the screen is shown anew. */
  onAnswer() {}

  /** The log has been followed. @throws {Split} this device knows better */
  onFollowed() {}

  /** Nobody has founded a conference here. */
  onEmpty() {
    this.hall.showEmpty();
  }

  /** The log has grown, but by nothing that changes the stage. */
  onSize() {}

  async open() {
    this.frame.show("opening", () => el("p", say(JOIN.opening)));
    try {
      takeToken();
    } catch {
      this.frame.show("storage", () => notice("bad", "alert",
        el("p", say(JOIN.storage))));
      return;
    }
    this.hall = await Hall.open(MODULES[this.kinds[0]]);
    this.follower = this.newFollower();
    this.outbox = new Outbox((body, answer) => this.judge(body, answer),
      (item) => this.onSent(item), (item) => this.onSettled(item));
    this.recallKeys();
    this.hall.texts.asMember = (sha256, length) => this.ask({ want: "text",
      sha256, length });
    this.hall.listen({
      onNow: (now, news) => this.onNow(news),
      onConnection: (there) => this.frame.connected(there),
      onEmpty: () => this.onEmpty(),
    });
  }

  /** How this page follows the log: by replaying it. */
  newFollower() {
    return new Follower(this.hall.core, (done, all) =>
      this.progress(done, all));
  }

  /** Takes up the keys that this device keeps for this page's kinds. */
  recallKeys() {
    for (const name of namesUnder("keys/")) {
      const kept = recall(name);

      if (!kept || !this.kinds.includes(kindOf(kept.post)) ||
          this.keys.has(kept.post))
        continue;
      this.keys.set(kept.post,
        this.hall.core.secretOf(fromBase64(kept.seed)));
      this.me ??= kept;
    }
    this.frame.person(this.me?.name ?? "");
  }

  /** A key of this device's own, for whose card it is. */
  newKey() {
    return this.hall.core.newSecret();
  }

  /** Forgets the key of a post. */
  drop(post) {
    forget(`keys/${post}`);
    this.keys.get(post)?.close();
    this.keys.delete(post);
    if (this.me?.post === post)
      this.me = null;
  }

  /** The log, replayed as far as this device has followed it. */
  get log() {
    return this.follower.log;
  }

  /** The key of this device's first post here. */
  get key() {
    return this.keys.get(this.me.post);
  }

  /**
   * Asks the server for what is for members only (docs/api.md, section 6).
   *
   * @param {{want: string, about?: string, sha256?: Uint8Array,
   *   length?: number}} what
   * @returns {Promise<Uint8Array>} to be verified
   */
  async ask(what) {
    return askAsMember(this.hall.core.request(this.key, {
      origin: this.log.pin().origin, post: this.me.post, at: this.hall.time(),
      ...what }));
  }

  progress(done, all) {
    if (all - done > SHOW_PROGRESS_FROM || this.frame.key === "reading")
      this.frame.show("reading", () => [
        el("p", { role: "status" }, say(JOIN.reading, { done, all })),
        el("progress", { max: all, value: done })]);
  }

  /* ---- What is new -------------------------------------------------------- */

  onNow(news) {
    this.frame.warn(this.hall.clockIsWrong() ? FRAME.clock : null);
    if (this.split)
      return;
    if (news.stage || (!this.following && this.behind))
      void this.refresh();
    else if (news.size)
      this.onSize();
  }

  /** Follows the log, and shows what there is to do now. */
  async refresh() {
    this.behind = true; /* until it has come through */
    this.following = true;
    try {
      await this.follower.refresh();
      await this.onFollowed();
      this.hall.loggedAt = this.follower.time;
    } catch (error) {
      if (error instanceof Split)
        this.onSplit();
      else if (!(error instanceof ServerError))
        throw error;
      return;
    } finally {
      this.following = false;
    }
    this.behind = false;
    this.outbox.hurry();
    await this.showNow();
  }

  onSplit() {
    this.split = true;
    this.frame.show("split", () => notice("bad", "alert",
      el("h1", say(JOIN.split))));
  }

  /** One at a time, since texts may have to be fetched; the last one stays. */
  async showNow() {
    this.stale = true;
    if (this.showing || !this.follower.sound)
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
    const conference = this.log.conference();

    this.frame.others(() => otherRoles(this.kinds, conference));
    await this.orAlarm(async () => {
      if (await joinScreen(this))
        await this.screen();
    });
  }

  /** Does it; a contradiction that comes to light there ends everything. */
  async orAlarm(act) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Split))
        throw error;
      this.onSplit();
      return null;
    }
  }

  /* ---- Signing and sending ------------------------------------------------ */

  /**
   * Signs a draft with this device's keys; whoever is missing must sign it on
   * a device of their own.
   *
   * @param {import("../core/core_draft.js").Draft} draft
   * @param {string[]} [posts]  who signs; by default whom the rules ask for
   */
  sign(draft, posts) {
    if (posts)
      draft.signedBy(posts);
    else
      draft.prefer([...this.keys.keys()]);
    for (const post of draft.missing)
      if (this.keys.has(post))
        draft.sign(post, this.keys.get(post));
    return draft;
  }

  /**
   * Keeps a note on this device, and sends it until it is answered.
   *
   * @param {string} name  of this act; the same act is never sent twice
   * @param {string|Uint8Array} body
   * @param {Object} [about]  kept with it; never a choice or a secret
   */
  send(name, body, about = {}) {
    this.outbox.put(name, typeof body === "string"
      ? new TextEncoder().encode(body) : body, about);
  }

  /**
   * Sends an act, and waits until it is in the log or refused in words.
   *
   * @throws {CoreError} the refusal
   */
  async act(name, body, about = {}) {
    const settled = new Promise((resolve, reject) => {
      this.awaited.set(name, { resolve, reject });
    });

    this.send(name, body, about);
    await settled;
  }

  /** Verifies an answer; null if it proves nothing. */
  async judge(body, bytes) {
    const { core } = this.hall;
    let note;
    let answer;

    /* Whose signature it must be is known from the log. */
    if (this.split || !this.follower.sound)
      return null;
    try {
      ({ note, answer } = unwrapped(body, bytes));
    } catch {
      return null;
    }
    try {
      return { kind: "receipt", text: new TextDecoder().decode(answer),
        ...core.checkReceipt(this.log.pin(), answer, note) };
    } catch {
      /* Then it must be a refusal. */
    }
    try {
      const error = core.checkRefusal(this.log.pin(), answer, note);

      return { kind: "refusal", error,
        text: new TextDecoder().decode(answer) };
    } catch {
      return null;
    }
  }

  onSent(item) {
    this.sent.set(item.name, item);
    if (item.name.startsWith("enrol/"))
      this.onEnrolled(item);
    this.onAnswer(item);
    if (item.state === "accepted" || item.state === "refused")
      this.settle(item);
    if (item.state === "accepted")
      void this.refresh();
    else if (item.state !== "refused")
      void this.showNow();
  }

  /* What is shown of a refusal must not find it among what still waits. */
  onSettled(item) {
    if (item.state === "refused")
      void this.showNow();
  }

  settle(item) {
    const awaited = this.awaited.get(item.name);

    this.awaited.delete(item.name);
    if (item.state === "accepted")
      awaited?.resolve(item.answer);
    else
      awaited?.reject(item.answer.error);
  }

  onEnrolled(item) {
    if (item.state === "accepted")
      forget("card");
    else if (item.state === "refused")
      this.drop(item.about.post);
  }
}
