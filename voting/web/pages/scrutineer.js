/**
 * The scrutineer: locks the box, uses the key once the whole record has been
 * verified on this device, signs the count sheet, destroys the key.
 */

import { Recount } from "../audit.js";
import { CoreError } from "../core_module.js";
import { forget, fromBase64, keep, recall, toBase64 } from "../device.js";
import { el } from "../dom.js";
import { Split } from "../follow.js";
import { actionButton, failure, Frame, notice } from "../frame.js";
import { Member } from "../member.js";
import { say } from "../words.js";
import { SCRUTINEER } from "../words/scrutineer.js";

/** @param {HTMLElement} root */
export async function start(root) {
  const scrutineer = new Scrutineer(new Frame(root,
    { title: SCRUTINEER.title }));

  await scrutineer.open();
}

export class Scrutineer extends Member {
  /** @param {Frame} frame */
  constructor(frame) {
    super(frame, ["scrutineer"]);
    this.stepping = false;
    this.wanted = new Set(); /* sessions whose box is to be locked */
    this.made = new Set(); /* steps of the ceremony that stand in the log */
  }

  onSize() {
    void this.refresh();
  }

  /** Where the counting seed of a session is kept. */
  seedName(session) {
    return `seed/${this.me.post}/${session}`;
  }

  /** The counting seed, for as long as the call takes. */
  async withSeed(session, use) {
    const kept = recall(this.seedName(session));
    const seed = this.hall.core.secretOf(fromBase64(kept.seed));

    try {
      return await use(seed);
    } finally {
      seed.close();
    }
  }

  async screen() {
    const conference = this.log.conference();
    const session = conference.sessions.find((s) => s.stage === "running");

    if (session)
      void this.goOnLocking(session);
    const titles = new Map(await Promise.all(conference.papers.map(
      async (p) => [p.id, await this.hall.texts.read(p.title)
        .catch(() => null)])));

    this.frame.show(`scrutineer ${this.log.size}`, () => [
      session ? this.boxCard(session) : notice("", "wait",
        el("p", say(SCRUTINEER.noSession))),
      session && this.backup(session),
      ...conference.papers.filter((p) => p.round !== null)
        .map((p) => this.question(p, titles.get(p.id), session)),
      ...conference.sessions.filter((s) => s.stage === "ended")
        .map((s) => this.ended(s)),
    ]);
  }

  /* ---- Locking the box ---------------------------------------------------- */

  boxCard(session) {
    const box = session.ballot_box;
    const mine = recall(this.seedName(session.id));

    if (!box)
      return notice("", "wait", el("p", say(SCRUTINEER.idle)));
    if (box.stage === "ready")
      return mine ? notice("good", "lock", el("p", say(SCRUTINEER.locked)))
        : notice("warn", "alert", el("p", say(SCRUTINEER.noKey)));
    if (box.stage === "dead")
      return notice("bad", "alert", el("p", say(SCRUTINEER.complain)));
    const counts = { a: box.committed, b: box.dealt, c: box.locked,
      m: box.scrutineers };

    return el("section.card", el("h1", say(SCRUTINEER.lock)),
      el("p", say(SCRUTINEER.lockWhy, { m: box.scrutineers,
        n: box.needed })),
      el("p.soft", { role: "status" }, say(SCRUTINEER.locking, counts)),
      !this.wanted.has(session.id) && actionButton(".primary.large",
        SCRUTINEER.lock, () => this.beginLocking(session)));
  }

  async beginLocking(session) {
    if (!recall(this.seedName(session.id)))
      keep(this.seedName(session.id), { seed: toBase64(
        this.hall.core.random(32)), ceremony: session.id });
    this.wanted.add(session.id);
    await this.goOnLocking(session);
  }

  /* The next step, as soon as all have made the one before. */
  async goOnLocking(session) {
    const box = session.ballot_box;
    const step = { committing: "commit", dealing: "deal",
      accepting: "accept" }[box?.stage];

    if (step === "commit" && box.committed === 0)
      this.made.clear(); /* it begins, perhaps anew */
    if (!step || this.stepping || this.made.has(step) ||
        !this.wanted.has(session.id))
      return;
    this.stepping = true;
    try {
      await this.withSeed(session.id, (seed) => this.keyStep(step, seed));
      this.made.add(step);
    } catch (error) {
      this.frame.show(`key-failed ${error.code}`, () => failure(error));
    } finally {
      this.stepping = false;
    }
  }

  async keyStep(step, seed) {
    const { post } = this.me;
    let draft;

    try {
      draft = this.log.draft.keyStep({ step, post, seed });
    } catch (error) {
      if (error.code !== "ceremony-proof")
        throw error;
      draft = this.log.draft.keyStep({ step: "complain", post, seed,
        against: error.number });
    }
    await this.act(`key-${step}/${post}/${this.log.size}`,
      this.sign(draft, [post]).note);
  }

  /* The backup for the sealed envelope. */
  backup(session) {
    const kept = recall(this.seedName(session.id));
    const place = el("p.code");

    return kept && el("details.card", el("summary", say(SCRUTINEER.card)),
      el("p", say(SCRUTINEER.cardHow)), place,
      el("button.button", { type: "button", onclick: () => {
        place.textContent = place.textContent === ""
          ? this.hall.core.seedDigits(fromBase64(kept.seed)) : "";
      } }, say(SCRUTINEER.cardShow)));
  }

  /* ---- The count ---------------------------------------------------------- */

  question(paper, title, session) {
    const round = this.log.round(paper.round);
    const heading = el("h2", title ? say(title.title) : paper.id);

    switch (paper.stage) {
    case "open":
      return el("section.card", heading, el("p.big.number", { role: "status" },
        say(SCRUTINEER.turnout, { n: round.returned, all: round.issued })));
    case "closed":
      return session && round.ballot === "secret" && el("section.card", heading,
        this.opening(paper, session));
    case "counted":
      return el("section.card", heading,
        round.rows.map((row) => row.sentence && el("p", say(row.sentence))),
        this.signing(paper));
    default:
      return null;
    }
  }

  opening(paper, session) {
    const bar = el("progress", { hidden: true });
    const words = el("p.soft", { role: "status" });
    const name = `share/${paper.id}/${paper.round}/${this.me.post}`;

    if (!recall(this.seedName(session.id)))
      return notice("warn", "alert", el("p", say(SCRUTINEER.noKey)));
    if (recall(name))
      return notice("good", "tick", el("p", say(SCRUTINEER.used)));
    return el("div", el("p", say(SCRUTINEER.openWhy)), bar, words,
      actionButton(".primary.large", SCRUTINEER.open, () => this.share(paper,
        session, name, (done, all) => {
          bar.hidden = false;
          bar.max = all;
          bar.value = done;
          words.textContent = say(SCRUTINEER.verifying, { done, all });
        })));
  }

  /* The worker verifies everything, and only then gets the key. */
  async share(paper, session, name, onProgress) {
    const recount = await Recount.begin();

    try {
      const report = await recount.run(onProgress);

      if (!report.holds)
        throw Object.assign(new Error("audit"), { code: failedCheck(report),
          words: { zh: SCRUTINEER.notGood[0], en: SCRUTINEER.notGood[1] } });
      await this.standsOn(recount.checkpoint);
      const { core, audit, checkpoint } = recount;
      const seed = await core.secretOf(
        fromBase64(recall(this.seedName(session.id)).seed));
      const key = await core.secretOf(
        fromBase64(recall(`keys/${this.me.post}`).seed));
      const draft = await audit.draft.share({ paper: paper.id,
        post: this.me.post, seed, checkpoint });

      await draft.signedBy([this.me.post]);
      await draft.sign(this.me.post, key);
      await this.act(name, await draft.get("note"));
      keep(name, { at: this.hall.time() });
    } finally {
      recount.close();
    }
  }

  /*
   * What was recounted is the log that this device has followed all along. The
   * sums of another history, with true signatures and some of the ballots,
   * would give those ballots away, and the share would be known before the true
   * log refuses it.
   */
  async standsOn(checkpoint) {
    try {
      await this.follower.refresh();
      this.log.compare(checkpoint);
    } catch (error) {
      if (error instanceof Split || error instanceof CoreError)
        this.onSplit();
      throw error;
    }
  }

  signing(paper) {
    const name = `sign-off/${paper.id}/${paper.round}/${this.me.post}`;

    if (recall(name) || paper.practice)
      return notice("good", "tick", el("p", say(SCRUTINEER.signed)));
    return actionButton(".primary.large", SCRUTINEER.sign, async () => {
      const draft = this.log.draft.signOff({ paper: paper.id,
        at: this.hall.time() });

      await this.act(name, this.sign(draft, [this.me.post]).note);
      keep(name, { at: this.hall.time() });
      this.frame.key = null;
    });
  }

  /* ---- Afterwards --------------------------------------------------------- */

  ended(session) {
    return recall(this.seedName(session.id)) && el("section.card",
      el("p", say(SCRUTINEER.destroyWhy)),
      actionButton(".danger", SCRUTINEER.destroy, async () => {
        forget(this.seedName(session.id));
        this.frame.show("destroyed", () => notice("good", "tick",
          el("p", say(SCRUTINEER.destroyed))));
      }));
  }
}

function failedCheck(report) {
  const failed = report.checks.find((c) => c.verdict === "failed");

  return failed ? `V${failed.check} ${failed.refusal ?? ""}` : "V?";
}
