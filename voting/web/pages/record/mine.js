/**
 * Is my ballot in it? By the receipt, as a file or pasted; by its entry number
 * and the code that the phone showed; or by the number of the seat.
 */

import { el, fill } from "../../screen/dom.js";
import { fromBase64 } from "../../log/device.js";
import { failure, notice } from "../../screen/frame.js";
import { postName } from "../../post/posts.js";
import { say, timeOf } from "../../screen/words.js";
import { MINE, RECORD } from "../../words/record.js";

/** @param {import("./record.js").Record} page */
export function mineCard(page) {
  return el("section.card.aim.unprinted", { id: "mine" }, el("h2", say(MINE.title)),
    el("p.small.soft", say(MINE.secret)),
    page.fold("mine receipt", say(MINE.byReceipt), () => receiptForm(page)),
    page.fold("mine number", say(MINE.byNumber), () => numberForm(page)),
    page.fold("mine seat", say(MINE.bySeat), () => seatForm(page)));
}

/* A form that answers beneath itself, and again when it is drawn in the other
 * language. */
function form(page, name, fields, look) {
  const answer = el("div", { role: "status" });
  const show = async () => {
    fill(answer, el("p.soft", say(MINE.looking)));
    try {
      fill(answer, await look());
    } catch (error) {
      fill(answer, failure(error));
    }
  };

  if (page.asked.has(name))
    void show();
  return el("form.field.folded", { onsubmit: (event) => {
    event.preventDefault();
    page.asked.add(name);
    void show();
  } }, fields, el("button.button", { type: "submit" }, say(MINE.look)), answer);
}

function labelled(words, input) {
  return [el("label", { for: input.id }, say(words)), input];
}

/* Whose word an answer is. */
function word(page) {
  return el("p.small", say(page.counted ? MINE.counted : MINE.served));
}

/* ---- By the receipt ---------------------------------------------------------- */

function receiptForm(page) {
  const file = page.input("input", { id: "receipt", type: "file" });
  const pasted = page.input("textarea", { id: "pasted", rows: 4,
    spellcheck: "false", autocomplete: "off" });

  return form(page, "receipt", [labelled(MINE.file, file), labelled(MINE.pasted, pasted)],
    async () => {
      const bytes = file.files.length > 0
        ? new Uint8Array(await file.files[0].arrayBuffer())
        : new TextEncoder().encode(`${pasted.value.trim()}\n`);

      if (!page.counted)
        return notice("warn", "alert", say(MINE.first));
      if (bytes.length < 2)
        return notice("warn", "alert", say(MINE.empty));
      return byReceipt(page, bytes);
    });
}

async function byReceipt(page, bytes) {
  const { receipt } = await page.recount.audit.checkReceipt(bytes);

  if (receipt?.verdict === "holds")
    return notice("good", "tick", el("p", say(MINE.receiptIn,
      { n: receipt.entry })), castWords(page, page.history.events[receipt.entry]));
  if (receipt?.verdict === "missing")
    return notice("bad", "alert", el("p", say(MINE.receiptOut)),
      el("p.small", say(receipt.words)));
  return notice("warn", "alert", el("p", say(receipt.words)),
    receipt.verdict === "newer" && el("p.small", say(MINE.again)));
}

/* ---- By its number ----------------------------------------------------------- */

function numberForm(page) {
  const number = page.input("input", { id: "entry", inputmode: "numeric",
    autocomplete: "off" });
  const code = page.input("input", { id: "seal-code", autocomplete: "off",
    autocapitalize: "characters", spellcheck: "false" });

  return form(page, "number", [labelled(MINE.entry, number), labelled(MINE.code, code)],
    () => byNumber(page, number.value.trim(), code.value.trim()));
}

function byNumber(page, typed, code) {
  const event = /^\d{1,10}$/.test(typed) ? page.history.events[typed]
    : undefined;

  if (!event)
    return notice("warn", "alert", say(MINE.notThere,
      { n: page.history.size - 1 }));
  if (event.type !== "cast")
    return notice("warn", "alert", say(MINE.notCast, { n: event.index }));
  const same = code === "" ? null : sealedAs(page, event, code);

  if (same === false)
    return notice("bad", "alert", el("p", say(MINE.otherCode,
      { n: event.index })), castWords(page, event), word(page));
  return notice("good", "tick", castWords(page, event),
    el("p", say(same ? MINE.sameCode : MINE.noCode)), word(page));
}

/* Whether the ballot of this entry has the code that its phone showed. */
function sealedAs(page, event, code) {
  const entry = new TextDecoder().decode(page.entries[event.index]);
  const [, ballot] = /\nballot ([A-Za-z0-9+/]+=*)\n/.exec(entry) ?? [];

  return ballot !== undefined && page.hall.core.recordCodeIs(
    page.hall.core.ballotCode(fromBase64(ballot)), code);
}

/* "Entry 421 is the ballot of seat 012 on ..." */
function castWords(page, event) {
  if (event?.type !== "cast")
    return null;
  const story = page.history.storyOf(event);
  const [seat] = event.signers;
  const title = page.titleOfPaper(story?.paper.index);
  const last = story?.ballots.get(seat);

  return [el("p", say(event.value("kind") === "marks" ? MINE.isNamed
    : MINE.isCast, { n: event.index, seat: postName(seat),
    paper: title ?? "?", time: timeOf(event.time) })),
  last && last !== event && el("p", say(MINE.replaced, { n: last.index })),
  story?.end && el("p", say(RECORD.isVoid))];
}

/* ---- By the seat ------------------------------------------------------------- */

function seatForm(page) {
  const seat = page.input("input", { id: "seat", inputmode: "numeric",
    autocomplete: "off" });

  return form(page, "seat", [labelled(MINE.seat, seat)],
    () => bySeat(page, seat.value.trim()));
}

function bySeat(page, typed) {
  const post = /^\d{1,5}$/.test(typed)
    ? `seat/${String(Number(typed)).padStart(3, "0")}` : "";

  if (!page.history.seats.has(post))
    return notice("warn", "alert", say(MINE.noSeat));
  const stories = [...page.history.stories.values()].filter((story) =>
    story.roll.includes(post));

  return [el("ul.plain", stories.map((story) => el("li.statement",
    el("b", page.titleOfPaper(story.paper.index) ?? story.paper.value("paper")),
    el("span", seatWords(page, story, post))))), word(page)];
}

function seatWords(page, story, post) {
  const cast = story.ballots.get(post);
  const tries = story.casts.filter((event) => event.signers[0] === post);

  if (cast)
    return [say(tries.length > 1 ? MINE.seatChanged : MINE.seatCast,
      { n: tries.length }), " ", page.entryButton(cast)];
  if (story.sheets.some((event) => event.value("seat") === post))
    return say(MINE.seatSheet);
  if (story.paper.value("ballot") === "hands")
    return say(story.there.includes(post) ? MINE.seatHands : MINE.seatAbsent);
  return say(story.there.includes(post) ? MINE.seatSilent : MINE.seatAbsent);
}
