/**
 * Is my ballot in it? By the number on the receipt, or by the receipt itself,
 * against the record that was just recounted here.
 */

import { el, fill } from "../dom.js";
import { notice } from "../frame.js";
import { postName } from "../posts.js";
import { say } from "../words.js";
import { RECORD } from "../words/record.js";

/** @param {import("./record.js").Record} page */
export function mineCard(page) {
  const number = el("input", { id: "entry", inputmode: "numeric",
    autocomplete: "off" });
  const file = el("input", { id: "receipt", type: "file" });
  const answer = el("div", { role: "status" });

  return el("section.card.unprinted", el("h2", say(RECORD.mine)),
    el("p", say(RECORD.mineHow)),
    el("form.field", { onsubmit: async (event) => {
      event.preventDefault();
      fill(answer, !page.report?.holds ? notice("warn", "alert", say(RECORD.first))
        : file.files.length > 0 ? await byReceipt(page, file.files[0])
          : byNumber(page, number.value));
    } },
    el("label", { for: "entry" }, say(RECORD.entry)), number,
    el("label", { for: "receipt" }, say(RECORD.file)), file,
    el("button.button", { type: "submit" }, say(RECORD.look)), answer));
}

/* The lines of a cast, which name its paper and, by its signature, its seat. */
const CAST = /\ncongress\/v1 cast\n[^]*\n\n— \S+\/(seat\/\d+) /;

function byNumber(page, typed) {
  const n = Number(typed);
  const group = Number.isInteger(n) && typed.trim() !== ""
    ? page.recount.groups[n] : undefined;

  if (!group)
    return notice("warn", "alert", say(RECORD.notThere));
  const entry = new TextDecoder().decode(group.entry);
  const seat = CAST.exec(entry)?.[1];

  if (!seat)
    return notice("warn", "alert", say(RECORD.notCast, { n }));
  return notice("good", "tick", say(RECORD.isCast, { n,
    seat: postName(seat), paper: paperOf(page, entry) }));
}

/* A cast names the entry that opened its round. */
function paperOf(page, entry) {
  const open = /\nopen (\d+) /.exec(entry)?.[1];
  const opened = open === undefined ? undefined : page.recount.groups[open];
  const paper = opened && /\npaper (\d+) /.exec(
    new TextDecoder().decode(opened.entry))?.[1];
  const head = paper && new TextDecoder().decode(
    page.recount.groups[paper].entry);
  const id = head && /\npaper (\S+)\n/.exec(head)?.[1];
  const round = page.rounds.find((r) => r.round.id === id);
  const title = round?.texts.get("title");

  return title ? say(title.title) : id ?? "?";
}

async function byReceipt(page, file) {
  const report = await page.recount.audit.checkReceipt(
    new Uint8Array(await file.arrayBuffer()));

  return report.receipt?.verdict === "holds"
    ? notice("good", "tick", say(RECORD.receiptIn,
      { n: report.receipt.entry }))
    : notice("bad", "alert", say(RECORD.receiptOut));
}
