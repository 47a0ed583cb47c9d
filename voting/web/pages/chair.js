/**
 * The presiding officer: the run sheet with the sentence to speak for each
 * step, and one question at a time. Whether a step may be taken now is asked of
 * the same state machine that the server runs, so that a reason stands there
 * before anybody presses.
 */

import { el, mark } from "../dom.js";
import { actionButton, Frame, notice } from "../frame.js";
import { Member } from "../member.js";
import { postName } from "../posts.js";
import { stageChip } from "../stage.js";
import { submissionOf } from "../submission.js";
import { say } from "../words.js";
import { CHAIR } from "../words/chair.js";
import { questionScreen } from "./chair_question.js";

/** @param {HTMLElement} root */
export async function start(root) {
  const chair = new Chair(new Frame(root, { title: CHAIR.title, wide: true }));

  await chair.open();
}

export class Chair extends Member {
  /** @param {Frame} frame */
  constructor(frame) {
    super(frame, ["chair"]);
    this.paper = null; /* the id of the question on screen */
    this.typed = new Map(); /* by field, what is not signed yet */
  }

  onSize() {
    void this.refresh();
  }

  async screen() {
    const conference = this.log.conference();

    this.titles = await this.titlesOf(conference);
    if (!this.keys.has(conference.presiding))
      this.frame.show("not-presiding", () => notice("warn", "alert",
        el("p", say(CHAIR.notPresiding,
          { post: postName(conference.presiding) }))));
    else if (this.paper)
      await questionScreen(this, conference);
    else
      this.frame.show(`run ${this.log.size} ${this.hall.now?.phones}`,
        () => this.runSheet(conference));
  }

  async titlesOf(conference) {
    const titles = new Map();
    const read = async (key, blob) =>
      titles.set(key, await this.hall.texts.read(blob).catch(() => null));

    await Promise.all([
      ...conference.papers.map((p) => read(p.id, p.title)),
      ...conference.sessions.map((s) => read(s.id, s.title))]);
    return titles;
  }

  titleOf(id) {
    const text = this.titles.get(id);

    return text ? say(text.title) : id;
  }

  /** Signs as the presiding chair, sends, and waits for the log's word. */
  async decide(name, draft, texts = []) {
    const { presiding } = this.log.conference();
    const { note } = this.sign(draft, [presiding]);

    await this.act(name, submissionOf(note, texts));
  }

  /** Goes to a question, or with null back to the run sheet. */
  async turnTo(paper) {
    this.paper = paper;
    await this.showNow();
  }

  /* ---- The run sheet ------------------------------------------------------ */

  runSheet(conference) {
    const session = conference.sessions.find((s) => s.stage === "running");

    return [
      this.strip(conference, session),
      session ? this.running(session) : this.planned(conference),
      session && this.questions(conference, session),
    ];
  }

  strip({ attendance }, session) {
    const fact = (words, value) => el("div.fact", el("span.soft", say(words)),
      el("b.number", value));

    return el("section.card.strip", fact(CHAIR.due, attendance.due),
      fact(CHAIR.present, attendance.present),
      fact(CHAIR.counted, attendance.counted ?? "—"),
      fact(CHAIR.online, this.hall.now?.phones ?? "—"),
      session && fact(CHAIR.box, boxWords(session.ballot_box)));
  }

  planned({ sessions }) {
    return sessions.filter((s) => s.stage === "planned").map((session) =>
      el("section.card", el("h2", this.titleOf(session.id)),
        el("p.speech", say(CHAIR.startSay,
          { title: this.titleOf(session.id) })),
        actionButton(".primary", CHAIR.start, () => this.decide(
          `session-start/${session.id}`, this.log.draft.sessionStart({
            session: session.id, at: this.hall.time() })))));
  }

  running(session) {
    const box = session.ballot_box;

    return el("section.card", el("h2", this.titleOf(session.id)),
      (!box || box.stage === "dead") && this.lockBox(),
      el("details", el("summary", say(CHAIR.end)),
        el("p", say(CHAIR.endSure)),
        actionButton(".danger", CHAIR.end, () => this.decide(
          `session-end/${session.id}`,
          this.log.draft.sessionEnd({ at: this.hall.time() })))));
  }

  /* Three scrutineers and two keys is what most conferences have. */
  lockBox() {
    const needed = el("input", { id: "threshold", type: "number", min: 2,
      max: 16, value: 2 });

    return el("div", el("div.field",
      el("label", { for: "threshold" }, say(CHAIR.threshold)), needed),
    actionButton(".primary", CHAIR.lock, () => this.decide(
      `key-start/${this.log.size}`,
      this.log.draft.keyStart({ threshold: Number(needed.value) }))));
  }

  questions(conference, session) {
    const papers = conference.papers.filter((p) => p.session === session.id);

    return el("section.card", el("h2", say(CHAIR.runSheet)),
      el("ol.plain", papers.map((paper) => el("li.line",
        el("span", this.titleOf(paper.id)),
        stageChip(paper.stage),
        el("button.button", { type: "button",
          "aria-label": `${say(CHAIR.look)}: ${this.titleOf(paper.id)}`,
          onclick: () => void this.turnTo(paper.id) },
        mark("next"))))));
  }
}

function boxWords(box) {
  if (!box)
    return say(CHAIR.boxNone);
  if (box.stage === "ready")
    return say(CHAIR.boxReady, { n: box.needed });
  return box.stage === "dead" ? say(CHAIR.boxDead)
    : say(CHAIR.boxLocking, { n: box.locked, m: box.scrutineers });
}
