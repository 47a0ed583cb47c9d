/**
 * From the close of a round to the count sheet: this scrutineer's key, used
 * only on a record that was verified here, and their signature.
 */

import { CoreError } from "../../core/core_module.js";
import { fromBase64, keep, recall } from "../../log/device.js";
import { el } from "../../screen/dom.js";
import { Split } from "../../log/follow.js";
import { actionButton, notice } from "../../screen/frame.js";
import { say } from "../../screen/words.js";
import { SCRUTINEER } from "../../words/scrutineer.js";

const SIGNERS_MAX = 16; /* who may sign one sheet */

/**
 * What there is to do for a question that is closed or counted.
 *
 * @param {import("./scrutineer.js").Scrutineer} scrutineer
 */
export function countSteps(scrutineer, paper, round, session) {
  if (paper.stage === "counted")
    return [round.rows.map((row) => row.sentence && el("p",
      say(row.sentence))), signing(scrutineer, paper)];
  if (round.ballot !== "secret" || !session)
    return notice("", "wait", el("p", say(SCRUTINEER.waitResult)));
  return opening(scrutineer, paper, round, session);
}

/** What this device keeps of its share for a question's round. */
export function shareName(paper, post) {
  return `share/${paper.id}/${paper.round}/${post}`;
}

/* ---- The key -------------------------------------------------------------- */

function opening(scrutineer, paper, round, session) {
  const bar = el("progress", { hidden: true,
    "aria-label": say(SCRUTINEER.open) });
  const words = el("p.soft", { role: "status" });
  const name = shareName(paper, scrutineer.me.post);

  if (recall(name))
    return [notice("good", "tick", el("p", say(SCRUTINEER.used))),
      el("p.soft", { role: "status" }, say(SCRUTINEER.keysUsed,
        { n: round.shares, m: session.ballot_box?.needed ?? "?" }))];
  if (!round.countable)
    return notice("warn", "alert", el("p", say(SCRUTINEER.lostWait)));
  if (!scrutineer.box.hasSeed(session.id))
    return notice("warn", "alert", el("p", say(SCRUTINEER.noKey)));
  return el("div.actions", el("p", say(SCRUTINEER.openWhy)),
    scrutineer.aheadLine(), bar, words,
    actionButton(".primary.large", SCRUTINEER.open, () => share(scrutineer,
      paper, session, name, (done, all) => {
        bar.hidden = false;
        bar.max = all;
        bar.value = done;
        words.textContent = say(SCRUTINEER.verifying, { done, all });
      })));
}

/**
 * The worker verifies everything, from where it is since it began while the
 * vote was open, and only then gets the key.
 *
 * @param {string} name  of the act
 * @param {(done: number, all: number) => void} onProgress
 */
export async function share(scrutineer, paper, session, name, onProgress) {
  const recount = await scrutineer.ahead.handOver();
  const { post } = scrutineer.me;
  let pin = null;

  try {
    const report = await recount.run(onProgress);

    if (!report.holds)
      throw Object.assign(new Error("audit"), { code: failedCheck(report),
        words: { zh: SCRUTINEER.notGood[0], en: SCRUTINEER.notGood[1] } });
    await standsOn(scrutineer, recount.checkpoint);
    const { core, audit, checkpoint } = recount;

    pin = await audit.makePin();
    const seed = await core.secretOf(fromBase64(
      recall(scrutineer.box.seedName(session.id)).seed));
    const key = await core.secretOf(fromBase64(recall(`keys/${post}`).seed));
    const draft = await audit.draft.share({ paper: paper.id, post, seed,
      checkpoint });

    await draft.signedBy([post]);
    await draft.sign(post, key);
    await scrutineer.act(name, await draft.get("note"));
    keep(name, { at: scrutineer.hall.time() });
  } finally {
    scrutineer.ahead.takeBack(recount, pin);
  }
  await scrutineer.turnTo(null, SCRUTINEER.used);
}

/*
 * What was recounted is the log that this device has followed all along. The
 * sums of another history, with true signatures and some of the ballots, would
 * give those ballots away, and the share would be known before the true log
 * refuses it.
 */
async function standsOn(scrutineer, checkpoint) {
  try {
    await scrutineer.follower.refresh();
    scrutineer.log.compare(checkpoint);
  } catch (error) {
    if (error instanceof Split || error instanceof CoreError)
      scrutineer.onSplit();
    throw error;
  }
}

function failedCheck(report) {
  const failed = report.checks.find((c) => c.verdict === "failed");

  return failed ? `V${failed.check} ${failed.refusal ?? ""}` : "V?";
}

/* ---- The count sheet ------------------------------------------------------ */

function signing(scrutineer, paper) {
  const { post } = scrutineer.me;
  const name = `sign-off/${paper.id}/${paper.round}/${post}`;

  if (paper.practice)
    return notice("good", "tick", el("p", say(SCRUTINEER.practice)));
  if (recall(name))
    return notice("good", "tick", el("p", say(SCRUTINEER.signed)));
  return [el("p", say(SCRUTINEER.signWhy)),
    actionButton(".primary.large", SCRUTINEER.sign, async () => {
      await signOff(scrutineer, paper, name);
      keep(name, { at: scrutineer.hall.time() });
      await scrutineer.turnTo(null, SCRUTINEER.signed);
    })];
}

/* Two who sign in one second would sign the same text, and the log takes no
 * text twice: the second of them signs the second before. */
async function signOff(scrutineer, paper, name) {
  for (let back = 0; ; back++)
    try {
      const draft = scrutineer.log.draft.signOff({ paper: paper.id,
        at: scrutineer.hall.time() - back });

      await scrutineer.act(name, scrutineer.sign(draft,
        [scrutineer.me.post]).note);
      return;
    } catch (error) {
      if (error.code !== "replay" || back === SIGNERS_MAX)
        throw error;
    }
}
