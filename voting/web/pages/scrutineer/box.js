/**
 * The ballot box and this scrutineer's key to it: locking, the backup on paper
 * and whether it is true, and the end of the key.
 */

import { forget, fromBase64, keep, recall, toBase64 }
  from "../../log/device.js";
import { el, fill, mark } from "../../screen/dom.js";
import { actionButton, failure, notice } from "../../screen/frame.js";
import { postName } from "../../post/posts.js";
import { say } from "../../screen/words.js";
import { SCRUTINEER } from "../../words/scrutineer.js";

const STEPS = { committing: "commit", dealing: "deal", accepting: "accept" };

export class Box {
  /** @param {import("./scrutineer.js").Scrutineer} scrutineer */
  constructor(scrutineer) {
    this.scrutineer = scrutineer;
    this.stepping = false;
    this.wanted = new Set(); /* sessions whose box is to be locked */
    this.made = new Set(); /* steps of the ceremony that stand in the log */
    this.trouble = null; /* why a step was not taken */
  }

  /** Where the counting seed of a session is kept. */
  seedName(session) {
    return `seed/${this.scrutineer.me.post}/${session}`;
  }

  /** Whether this device has a seed for a session. */
  hasSeed(session) {
    return recall(this.seedName(session)) !== null;
  }

  /** The counting seed, for as long as the call takes. */
  async withSeed(session, use) {
    const kept = recall(this.seedName(session));
    const seed = this.scrutineer.hall.core.secretOf(fromBase64(kept.seed));

    try {
      return await use(seed);
    } finally {
      seed.close();
    }
  }

  /* Whether the seed that is kept opens the box as it is locked now. */
  opens(session) {
    const { hall, log, me } = this.scrutineer;
    const seed = hall.core.secretOf(fromBase64(
      recall(this.seedName(session)).seed));

    try {
      return log.isSeedOf(me.post, seed);
    } finally {
      seed.close();
    }
  }

  /* ---- Locking it --------------------------------------------------------- */

  card(session) {
    const box = session.ballot_box;

    if (!box)
      return notice("", "wait", el("p", say(SCRUTINEER.idle)));
    if (box.stage === "ready")
      return this.ready(session, box);
    if (box.stage === "dead")
      return this.dead(box);
    const trustee = box.locks.some((l) => l.post === this.scrutineer.me.post);
    const counts = { a: box.committed, b: box.dealt, c: box.locked,
      m: box.scrutineers };

    return el("section.card", el("h1", say(SCRUTINEER.lock)),
      this.locks(box),
      el("p.soft", { role: "status" }, say(SCRUTINEER.locking, counts)),
      el("p", say(SCRUTINEER.lockWhy, { m: box.scrutineers,
        n: box.needed })),
      this.trouble && failure(this.trouble),
      !trustee ? el("p", say(SCRUTINEER.notTrustee))
        : this.wanted.has(session.id)
          ? notice("", "wait", el("p", say(SCRUTINEER.lockingWait)))
          : actionButton(".primary.large", SCRUTINEER.lock,
            () => this.begin(session)));
  }

  /* Who proved it of whom is on record, and said to all alike. */
  dead({ complaint }) {
    const { post } = this.scrutineer.me;
    const { by, against } = complaint ?? {};
    const words = by === post ? SCRUTINEER.complained
      : against === post ? SCRUTINEER.accused : SCRUTINEER.complain;

    return el("section.card", el("h1", say(SCRUTINEER.lock)),
      notice("bad", "alert", el("p", complaint ? say(words,
        { by: postName(by), of: postName(against) }) : say(SCRUTINEER.stopped)),
      el("p", say(SCRUTINEER.noBallot))),
      el("p", say(against === post ? SCRUTINEER.accusedNext
        : SCRUTINEER.complainNext)));
  }

  /* Of the keys that open it, how many somebody still has. */
  left({ locks }) {
    const there = new Set(this.scrutineer.log.conference().officers
      .filter((o) => !o.retired).map((o) => o.post));

    return locks.filter(({ post }) => there.has(post)).length;
  }

  /** Whether so many keys are gone that nobody can open it any more. */
  isLost(session) {
    const box = session.ballot_box;

    return box?.stage === "ready" && this.left(box) < box.needed;
  }

  ready(session, box) {
    const { me } = this.scrutineer;
    const trustee = box.locks.some((l) => l.post === me.post);
    const words = this.isLost(session) ? ["warn", "alert", SCRUTINEER.lost]
      : !trustee ? ["", "lock", SCRUTINEER.lockedByOthers]
      : this.hasSeed(session.id) && this.opens(session.id)
        ? ["good", "lock", SCRUTINEER.locked]
        : ["warn", "alert", SCRUTINEER.noKey];

    return el("section.card", this.locks(box),
      notice(words[0], words[1], el("p", say(words[2],
        { n: this.left(box), m: box.needed }))),
      !this.isLost(session) && el("p.small.soft", say(SCRUTINEER.needs,
        { m: box.scrutineers, n: box.needed })),
      trustee && this.scrutineer.goButton("", SCRUTINEER.card,
        { task: "backup" }));
  }

  locks({ locks }) {
    return el("ul.plain.locks", locks.map(({ post, shut }) => el("li",
      el(shut ? "span.chip.good" : "span.chip", mark(shut ? "lock" : "open"),
        ` ${postName(post)} · ${say(shut ? SCRUTINEER.shut
          : SCRUTINEER.notShut)}`))));
  }

  async begin(session) {
    if (!this.hasSeed(session.id))
      keep(this.seedName(session.id), { seed: toBase64(
        this.scrutineer.hall.core.random(32)), ceremony: session.id });
    this.wanted.add(session.id);
    await this.goOn(session);
  }

  /** The next step, as soon as all have made the one before. */
  async goOn(session) {
    const box = session.ballot_box;
    const step = STEPS[box?.stage];

    if (step === "commit" && box.committed === 0)
      this.made.clear(); /* it begins, perhaps anew */
    if (box?.stage === "dead")
      this.wanted.delete(session.id); /* the next one is another question */
    if (!step || this.stepping || this.made.has(step) ||
        !this.wanted.has(session.id))
      return;
    this.stepping = true;
    this.trouble = null;
    try {
      await this.withSeed(session.id, (seed) => this.step(step, seed));
      this.made.add(step);
    } catch (error) {
      this.trouble = error;
      this.wanted.delete(session.id); /* until it is pressed again */
      this.scrutineer.frame.key = null;
      void this.scrutineer.showNow();
    } finally {
      this.stepping = false;
    }
  }

  async step(step, seed) {
    const { log, me } = this.scrutineer;
    const { post } = me;
    let draft;

    try {
      draft = log.draft.keyStep({ step, post, seed });
    } catch (error) {
      if (error.code !== "ceremony-proof")
        throw error;
      draft = log.draft.keyStep({ step: "complain", post, seed,
        against: error.number });
    }
    await this.scrutineer.act(`key-${step}/${post}/${log.size}`,
      this.scrutineer.sign(draft, [post]).note);
  }

  /* ---- The backup, and whether it is true --------------------------------- */

  /** The digits for the sealed envelope, and a test of them: a screen. */
  backup() {
    const session = this.scrutineer.session();
    const { stage } = session?.ballot_box ?? {};
    const kept = session && recall(this.seedName(session.id));

    return !kept && stage !== "ready" ? null : () => [
      el("h1", say(SCRUTINEER.card)),
      kept && this.digits(kept),
      stage === "ready" && this.test(session, !kept)];
  }

  digits(kept) {
    const place = el("p.code.digits");
    const button = el("button.button", { type: "button", onclick: () => {
      const shown = place.textContent !== "";

      place.textContent = shown ? ""
        : this.scrutineer.hall.core.seedDigits(fromBase64(kept.seed));
      button.textContent = say(shown ? SCRUTINEER.cardShow
        : SCRUTINEER.cardHide);
    } }, say(SCRUTINEER.cardShow));

    return el("section.card", el("h2", say(SCRUTINEER.cardCopy)),
      el("p", say(SCRUTINEER.cardHow)), place, button);
  }

  /* The digits typed back: the envelope's card would open the box. On a device
   * without the key it is put there. */
  test(session, lost) {
    const field = el("textarea.code", { id: "digits", rows: 4,
      inputmode: "numeric", autocomplete: "off",
      "aria-describedby": "digits-said" });
    const said = el("div", { id: "digits-said", role: "status" });

    return el("section.card",
      el("h2", say(lost ? SCRUTINEER.restore : SCRUTINEER.test)),
      el("p.soft", say(lost ? SCRUTINEER.restoreHow : SCRUTINEER.testHow)),
      el("div.field", el("label", { for: "digits" }, say(SCRUTINEER.digits)),
        field),
      actionButton("", lost ? SCRUTINEER.restore : SCRUTINEER.test, () => {
        fill(said, this.judge(session, field.value, lost));
        field.value = "";
      }), said);
  }

  judge(session, typed, lost) {
    const { hall, log, me } = this.scrutineer;
    let bytes;

    try {
      bytes = hall.core.readSeed(typed);
    } catch (error) {
      return notice("bad", "alert", el("p", say(error.number > 0
        ? SCRUTINEER.digitsWrong : SCRUTINEER.digitsMissing,
      { n: error.number })));
    }
    const kept = toBase64(bytes);
    const seed = hall.core.secretOf(bytes);
    const good = log.isSeedOf(me.post, seed);

    seed.close();
    if (!good)
      return notice("bad", "alert", el("p", say(SCRUTINEER.digitsOther)));
    if (lost) {
      keep(this.seedName(session.id), { seed: kept, ceremony: session.id });
      void this.scrutineer.turnTo(null, SCRUTINEER.restored);
    }
    return notice("good", "tick", el("p", say(SCRUTINEER.tested)));
  }

  /* ---- Afterwards --------------------------------------------------------- */

  ended(session) {
    const { scrutineer } = this;

    return this.hasSeed(session.id) && el("section.card",
      el("p", say(SCRUTINEER.destroyWhy)),
      actionButton(".danger", SCRUTINEER.destroy, async () => {
        forget(this.seedName(session.id));
        await scrutineer.turnTo(null, SCRUTINEER.destroyed);
      }));
  }
}
