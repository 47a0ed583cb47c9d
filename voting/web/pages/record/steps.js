/**
 * Was the procedure kept? What had to happen for a question, in its order: each
 * step with the entry that shows it, or what is missing, in words.
 */

import { postName } from "../../post/posts.js";
import { dateOf, say } from "../../screen/words.js";
import { STEP } from "../../words/record_steps.js";

const DAY_S = 86400;

/**
 * @typedef {Object} Step
 * @property {"kept"|"noted"|"waits"|"missing"} state  noted: on record, with a
 *     reason that people have to judge
 * @property {string} words
 * @property {import("./events.js").Event[]} events  that show it
 * @property {Object|null} [text]  a reason that was given, as views name it
 */

function step(state, words, values = {}, events = [], text = null) {
  return { state, words: say(words, values), text,
    events: events.filter((event) => event) };
}

/** @param {import("./events.js").Event[]} events */
const signersOf = (events) => [...new Set(events.flatMap((event) =>
  event.signers))].map(postName).join(say(STEP.and));

/* Something that has happened, or is still to come while the round goes on; a
 * round that was voided before had no more to come. */
function due(story, event, kept, missing, values = {}) {
  if (event)
    return step("kept", kept, { ...values, who: signersOf([event]) }, [event]);
  return story.end ? null : step("waits", missing, values);
}

/**
 * @param {import("./events.js").Story} story
 * @param {Object} round  as the core's view has it
 * @param {number} now    seconds since 1970
 * @returns {Step[]}
 */
export function stepsOf(story, round, now) {
  const before = [noticeStep(story, round), ...settledSteps(story, round),
    boxStep(story, round), headcountStep(story, round),
    quorumStep(story, round), openStep(story)];
  const during = round.ballot === "hands"
    ? [handsStep(story), closeStep(story)]
    : [...extendedSteps(story), lastCallStep(story), closeStep(story)];

  return [...before, ...during,
    ...story.end ? [endStep(story)] : afterSteps(story, round, now)]
    .filter((each) => each !== null);
}

/* ---- Before it was opened -------------------------------------------------- */

function noticeStep(story, round) {
  const gap = story.open.time - story.paper.time;
  const values = { days: Math.floor(gap / DAY_S), needed: story.noticeDays };
  const events = [story.paper];
  const reason = story.open.blob("short-notice");

  if (round.practice)
    return step("kept", STEP.practice, values, events);
  if (story.noticeDays === 0)
    return step("kept", STEP.noNotice, values, events);
  if (gap >= story.noticeDays * DAY_S)
    return step("kept", STEP.notice, values, events);
  return reason
    ? step("noted", STEP.shortNotice, values, [story.paper, story.open], reason)
    : step("missing", STEP.noticeMissing, values, events);
}

/* Agenda, scrutineers and voting measures come before any secret ballot. */
function settledSteps(story, round) {
  if (round.ballot !== "secret" || round.practice)
    return [];
  return ["agenda", "scrutineers", "measures"].map((what) => {
    const settled = story.session?.settled.get(what);

    return settled && settled.result.index < story.open.index
      ? step("kept", STEP[what], {}, [settled.result])
      : step("missing", STEP[`${what}Missing`]);
  });
}

function boxStep(story, round) {
  if (round.ballot !== "secret")
    return null;
  const { box } = story;

  if (!box || box.accepts.length === 0)
    return step("missing", STEP.boxMissing);
  return step("kept", STEP.box, { who: signersOf(box.accepts),
    n: box.start.number("threshold") }, [box.accepts.at(-1)]);
}

function headcountStep(story, round) {
  if (round.ballot !== "secret" || round.practice)
    return null;
  const { headcount } = story;

  return headcount
    ? step("kept", STEP.headcount, { n: headcount.number("counted"),
      who: signersOf([headcount]) }, [headcount])
    : step("missing", STEP.headcountMissing);
}

function quorumStep(story, round) {
  const values = { present: round.present_at_open, roll: round.roll,
    needed: story.quorum };

  if (round.practice || story.quorum === 0)
    return step("kept", STEP.present, values, [story.open]);
  return step(round.present_at_open >= story.quorum ? "kept" : "missing",
    round.present_at_open >= story.quorum ? STEP.quorum : STEP.quorumMissing,
    values, [story.open]);
}

function openStep(story) {
  return step("kept", STEP.opened, { who: signersOf([story.open]) },
    [story.open]);
}

/* ---- While it was open ----------------------------------------------------- */

function handsStep(story) {
  return due(story, story.hands, STEP.hands, STEP.handsMissing);
}

function extendedSteps(story) {
  return story.announced.filter((event) =>
    event.value("announce") === "extended").map((event) =>
    step("kept", STEP.extended, { who: signersOf([event]) }, [event]));
}

function lastCallStep(story) {
  const call = story.announced.findLast((event) =>
    event.value("announce") === "last-call");

  if (call && story.close)
    return step("kept", STEP.lastCall,
      { n: story.close.time - call.time }, [call]);
  if (call)
    return step("kept", STEP.lastCallNow, {}, [call]);
  if (story.close)
    return step("kept", STEP.allVoted, {}, [story.close]);
  return story.end ? null : step("waits", STEP.lastCallMissing);
}

function closeStep(story) {
  return due(story, story.close, STEP.closed, STEP.closedMissing);
}

/* ---- After it was closed --------------------------------------------------- */

/* Voided, or given up. */
function endStep(story) {
  return step("noted", story.end.type === "void" ? STEP.voided
    : STEP.uncountable, { who: signersOf([story.end]) }, [story.end],
  story.end.blob("reason"));
}

function afterSteps(story, round, now) {
  const steps = [];

  if (round.ballot === "secret")
    steps.push(sharesStep(story));
  steps.push(due(story, story.result, STEP.result, STEP.resultMissing),
    signedStep(story, round));
  if (!round.practice)
    steps.push(due(story, story.declare, STEP.declared, STEP.declaredMissing),
      publishStep(story, now), postStep(story, now));
  return steps;
}

function sharesStep(story) {
  if (story.shares.length === 0)
    return story.result ? step("kept", STEP.sharesNone)
      : step("waits", STEP.sharesMissing);
  return step(story.result ? "kept" : "waits", STEP.shares,
    { n: story.shares.length, who: signersOf(story.shares) }, story.shares);
}

function signedStep(story, round) {
  const { signOffs } = story;
  const needed = round.sign_offs_needed;

  if (signOffs.length >= needed && story.result)
    return needed === 0 ? null : step("kept", STEP.signed,
      { n: signOffs.length, needed, who: signersOf(signOffs) }, signOffs);
  return step(story.declare ? "missing" : "waits", STEP.signedMissing,
    { n: signOffs.length, needed }, signOffs);
}

/* The clock runs from the result; its days are the rule's. */
function publishStep(story, now) {
  if (story.publishDays === 0 && story.publish)
    return step("kept", STEP.published, {}, [story.publish]);
  if (!story.result)
    return step("waits", STEP.publishLater, { days: story.publishDays });
  const until = story.result.time + story.publishDays * DAY_S;
  const values = { days: story.publishDays, date: dateOf(until) };

  if (!story.publish)
    return step(now > until && story.publishDays > 0 ? "missing" : "waits",
      now > until && story.publishDays > 0 ? STEP.publishOverdue
        : STEP.publishBy, values);
  return story.publish.time <= until
    ? step("kept", STEP.publishedInTime, values, [story.publish])
    : step("missing", STEP.publishedLate, values, [story.publish]);
}

function postStep(story, now) {
  if (!story.publish || story.postDays === 0)
    return null;
  const until = story.publish.time + story.postDays * DAY_S;

  return step(now < until ? "waits" : "kept",
    now < until ? STEP.posting : STEP.posted,
    { days: story.postDays, date: dateOf(until) });
}
