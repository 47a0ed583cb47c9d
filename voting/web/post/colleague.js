/**
 * What several officers sign, each on a device of their own. An officer's page
 * signs with the keys it has; if a signature is missing, the draft waits in the
 * server's box (docs/api.md, section 6.1) until a colleague's device shows it,
 * in words made from the event itself, and its owner signs or declines. Nothing
 * has any effect before the log has taken the event with all its signatures.
 *
 *     class Desk extends Officer { ... }
 *     await this.together(`present/${seat}`, draft);    // when the log has it
 *     frame.show(key, () => [colleagueCard(this), ...]);
 */

import { ColleagueCard } from "./colleague_card.js";
import { CoreError } from "../core/core_module.js";
import { forget, fromBase64, keep, namesUnder, recall, toBase64 }
  from "../log/device.js";
import { askedToSign, goesOn, lapsesAt, redated, textOf }
  from "./draft_note.js";
import { Member } from "./member.js";
import { Names } from "./names.js";
import { postDraft, ServerError } from "../log/server.js";
import { draftsIn, submissionOf, wrapped } from "../log/submission.js";
import { ACTS } from "../words/acts.js";

const APART_MS = 3000; /* between two looks into the box */
const AGAIN_S = 5; /* before what the box has lost is put in again */
const KEEP_S = 1800; /* how long a draft may wait, as the server has it */
const AT_EDGE_S = 10; /* a draft that the box would not take, as it lapsed */
const SURELY_S = 2; /* then the log has taken what it would take */
const TRIES = 5; /* to put a line beside those of others */

/** A page for chair, desk or scrutineer. */
export class Officer extends Member {
  /**
   * @param {import("../screen/frame.js").Frame} frame
   * @param {string[]} kinds
   */
  constructor(frame, kinds) {
    super(frame, kinds);
    this.names = new Names(this);
    this.colleagues = new Colleagues(this);
  }

  onNow(news) {
    super.onNow(news);
    if (news.drafts)
      this.colleagues.look();
  }

  async showOnce() {
    this.colleagues.look();
    await super.showOnce();
  }

  /**
   * Signs an act with the keys of this device, and sends it; or where a
   * signature is missing, leaves it for the colleagues' devices. Who may be the
   * other signer follows from the rules: the first who signs completes it. It
   * survives a reload of the page, and is shown by colleagueCard().
   *
   * @param {string} name  of this act; the same act is not begun twice
   * @param {import("../core/core_draft.js").Draft} draft
   * @param {import("../core/core_log.js").Blob[]} [texts]  that it names
   * @param {{post: string, record: string}[]} [names]  of new posts
   * @returns {Promise<void>}  when the log has it
   * @throws {CoreError|import("../log/server.js").ServerError}  refused,
   *     declined, withdrawn, or nobody signed in time; with words
   */
  async together(name, draft, texts = [], names = []) {
    await this.propose(name, draft, texts, names);
    await this.colleagues.settled(name);
  }

  /**
   * The same, but done when it is on its way, for pages that go on with other
   * things: what becomes of what waits for a colleague is said by
   * colleagueCard().
   *
   * @returns {Promise<boolean>}  whether the log has it already
   */
  async propose(name, draft, texts = [], names = []) {
    if (draft.lines.size === 0)
      this.sign(draft);
    if (draft.missing.length === 0) {
      await this.act(name, submissionOf(draft.note, texts, names));
      return true;
    }
    await this.colleagues.begin(name, draft, texts, names);
    return false;
  }
}

/**
 * What colleagues ask this device to sign, and what it has asked of them; one
 * element that keeps itself up to date, hidden while there is nothing.
 *
 * @param {Officer} member
 * @returns {HTMLElement}
 */
export function colleagueCard(member) {
  return member.colleagues.card.draw();
}

/* An end without a signature, with words for people. */
function over(words, values = {}) {
  const put = (sentence) => sentence.replace(/\{(\w+)\}/g,
    (whole, key) => values[key] ?? whole);

  return new CoreError("draft-over", { zh: put(words[0]), en: put(words[1]) });
}

export class Colleagues {
  /** @param {Officer} member */
  constructor(member) {
    this.member = member;
    /** @type {ColleagueCard|null} made when it is asked for */
    this.shown = null;
    /** @type {Map<string, {resolve: () => void, reject: (e: Error) => void}>} */
    this.awaited = new Map();
    /** How some have ended, by name. @type {Map<string, Error>} */
    this.ended = new Map();
    /** What this device could sign. @type {import("./draft_note.js").Asked[]} */
    this.asked = [];
    this.looking = false;
    this.timer = 0;
    this.lapsing = 0;
    this.looked = 0;
  }

  get card() {
    this.shown ??= new ColleagueCard(this);
    return this.shown;
  }

  /** What this device has begun: by name, as it is kept. */
  mine() {
    return namesUnder("draft/").map((key) => ({ name: key.slice(6),
      ...recall(key) })).filter((one) => one.note &&
        this.member.keys.has(one.by));
  }

  /** Until when it can wait, though its own time lapses earlier. */
  endOf({ at }) {
    return at + KEEP_S;
  }

  /* Whether the log would not take it any more as it was signed. */
  hasLapsed({ note }) {
    return (lapsesAt(textOf(note)) ?? Infinity) + SURELY_S <=
      this.member.hall.shownTime();
  }

  /* ---- What this device asks of others ------------------------------------ */

  async begin(name, draft, texts, names) {
    const by = [...draft.lines.keys()][0];

    if (!by)
      throw new CoreError("ERR_AUTH");
    this.ended.delete(name);
    if (!recall(`draft/${name}`))
      keep(`draft/${name}`, { by, note: draft.noteSoFar(), put: 0,
        at: this.member.hall.time(),
        texts: texts.map((t) => ({ members: t.members,
          bytes: toBase64(t.bytes) })), names });
    await this.put({ name, ...recall(`draft/${name}`) });
    this.card.draw();
  }

  /** Waits until one of this device's own has ended; at once, if it has. */
  async settled(name) {
    if (this.ended.has(name))
      throw this.ended.get(name);
    if (recall(`draft/${name}`))
      await new Promise((resolve, reject) => {
        this.awaited.set(name, { resolve, reject });
      });
  }

  /* Into the box, or again if the box has lost it. */
  async put(one) {
    const { name, ...kept } = one;
    const now = Date.now() / 1000;

    if (now - kept.put < AGAIN_S)
      return;
    keep(`draft/${name}`, { ...kept, put: now });
    try {
      await postDraft(wrapped(kept.note, kept.texts.map((t) => ({
        members: t.members, bytes: fromBase64(t.bytes) })), kept.names));
    } catch (error) {
      if (!(error instanceof ServerError))
        throw error;
      keep(`draft/${name}`, { ...kept, put: 0 });
      /* What is said for good; else it is tried again. */
      if (error.status >= 400 && error.status < 500 && error.status !== 429 &&
          error.code !== "draft-over" && !this.isAtEdge(kept))
        this.end(name, error);
      else
        this.later();
    }
  }

  isAtEdge({ note }) {
    const lapses = lapsesAt(textOf(note)) ?? Infinity;

    return lapses - AT_EDGE_S <= this.member.hall.shownTime();
  }

  /* The same with the time now, in the place of what has lapsed: the log can
   * take that one no more, so it cannot come in twice. */
  async renew(one) {
    const { name, ...kept } = one;
    const draft = redated(this.member, kept.note);

    if (!draft) {
      this.end(name, over(ACTS.moot));
      return;
    }
    keep(`draft/${name}`, { ...kept, note: draft.noteSoFar(), put: 0,
      again: this.member.hall.shownTime() });
    await this.put({ name, ...recall(`draft/${name}`) });
    this.card.draw();
  }

  /** Takes one's own draft back. @param {string} name */
  async withdraw(name) {
    const { note } = recall(`draft/${name}`);

    try {
      await this.decline(textOf(note));
    } catch (error) {
      if (error.code !== "not-there") /* nobody else has it either */
        throw error;
    }
    this.end(name, over(ACTS.withdrawn), true);
  }

  /* The end of what this device has begun; without an error it is done. What
   * its own officer has withdrawn need not be said to them. */
  end(name, error = null, known = false) {
    const waits = this.awaited.get(name);
    const kept = recall(`draft/${name}`);

    forget(`draft/${name}`);
    this.awaited.delete(name);
    if (error)
      this.ended.set(name, error);
    if (error && kept && !known)
      this.card.say(textOf(kept.note), error);
    if (error)
      waits?.reject(error);
    else
      waits?.resolve();
    this.card.draw();
  }

  /* ---- What others ask ---------------------------------------------------- */

  /** @param {string} text  of an event: this officer does not sign it */
  async decline(text) {
    const { core } = this.member.hall;

    await this.member.ask({ want: "decline",
      sha256: core.sha256(new TextEncoder().encode(text)) });
    this.looked = 0;
    this.look();
  }

  /**
   * Signs what a colleague asks; if that completes it, the log gets it.
   *
   * @param {import("./draft_note.js").Asked} asked
   */
  async countersign(asked) {
    const { keys } = this.member;
    const alone = asked.draft.missing.every((post) => keys.has(post));

    this.lapse();
    if (!this.asked.some((one) => one.hash === asked.hash)) {
      if (this.isLogged(asked.text))
        return; /* another colleague was faster */
      throw over(ACTS.lapsed);
    }
    let now = alone ? asked : await this.latest(asked);

    for (let tries = 0; now && tries < TRIES; tries++)
      now = await this.addLine(now) ? null : await this.latest(asked);
    this.looked = 0;
    this.look();
  }

  /* What is asked, with the lines that others have added meanwhile; null once
   * this device's own is there too, or the draft has gone. */
  async latest(asked) {
    const there = draftsIn(await this.member.ask({ want: "drafts" }))
      .find((one) => !one.declined && textOf(one.note) === asked.text);

    return there ? askedToSign(this.member, there) : null;
  }

  /* Signs it; whether that was the last line, and the log has it. Else the box
   * has it, unless two who signed in one moment have each put in their own. */
  async addLine({ draft, texts, names, hash }) {
    for (const post of draft.missing)
      if (this.member.keys.has(post))
        draft.sign(post, this.member.keys.get(post));
    if (draft.missing.length > 0) {
      await postDraft(wrapped(draft.noteSoFar(), texts, names));
      return false;
    }
    await this.member.act(`countersign/${hash}`,
      submissionOf(draft.note, texts, names));
    return true;
  }

  /* ---- Looking into the box ----------------------------------------------- */

  later(ms = APART_MS) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), ms);
  }

  /** Asks what there is, but not too often. */
  look() {
    const { me, follower, split } = this.member;
    const wait = this.looked + APART_MS - Date.now();

    if (!me || !follower?.sound || split ||
        !this.member.log.postOf(this.member.key.publicKey()))
      return;
    this.sweep();
    if (this.looking || wait > 0) {
      this.later(Math.max(wait, 200));
      return;
    }
    this.looking = true;
    this.looked = Date.now();
    void this.lookNow().finally(() => {
      this.looking = false;
    });
  }

  /* What the log has is done, whatever the box says. */
  sweep() {
    const there = this.asked.length;

    this.asked = this.asked.filter(({ text }) => !this.isLogged(text));
    for (const one of this.mine())
      if (this.isLogged(textOf(one.note)))
        this.end(one.name);
    if (this.asked.length < there)
      this.card.draw();
  }

  async lookNow() {
    let there;

    try {
      there = draftsIn(await this.member.ask({ want: "drafts" }));
      if (there.length + this.mine().length > 0 &&
          this.member.names.known.size === 0)
        await this.member.names.load();
    } catch (error) {
      if (!(error instanceof ServerError))
        throw error;
      this.later();
      return;
    }
    this.asked = there.filter((one) => !one.declined)
      .map((one) => askedToSign(this.member, one)).filter((one) => one);
    this.lapse();
    await this.settle(there);
    this.card.draw();
    if (this.mine().length > 0)
      this.later(1000 * AGAIN_S);
  }

  /* What has lapsed is not offered any more, though the server be silent. */
  lapse() {
    const now = this.member.hall.shownTime();
    const there = this.asked.length;

    this.asked = this.asked.filter(({ until }) => until > now);
    clearTimeout(this.lapsing);
    if (this.asked.length > 0)
      this.lapsing = setTimeout(() => this.lapse(), Math.max(200, 1000 *
        (Math.min(...this.asked.map(({ until }) => until)) - now)));
    if (this.asked.length < there)
      this.card.draw();
  }

  /* What became of this device's own drafts. */
  async settle(there) {
    for (const one of this.mine()) {
      const text = textOf(one.note);
      const found = there.find((d) => textOf(d.note) === text);

      if (this.isLogged(text)) {
        this.end(one.name);
      } else if (found?.declined) {
        await this.decline(text).catch(() => {}); /* else it goes by itself */
        this.end(one.name, over(ACTS.declined, this.card.who(found.by)));
      } else if (!found) {
        await this.miss(one, text);
      } else if (!goesOn(this.member.log, text, this.member.hall.time())) {
        await this.decline(text).catch(() => {});
        this.end(one.name, over(ACTS.moot));
      }
    }
  }

  isLogged(text) {
    const { core } = this.member.hall;

    return this.member.log.entryOf(core.sha256(
      new TextEncoder().encode(text))) !== null;
  }

  /* It is not in the box: the log has it, or it is late, or the box is new. */
  async miss(one, text) {
    if (Number(one.put) > 0) {
      await this.member.follower.refresh().catch(() => {});
      if (this.isLogged(text)) {
        this.end(one.name);
        await this.member.refresh();
        return;
      }
    }
    if (this.endOf(one) <= this.member.hall.shownTime())
      this.end(one.name, over(ACTS.late));
    else if (this.hasLapsed(one))
      await this.renew(one);
    else
      await this.put(one);
  }
}

