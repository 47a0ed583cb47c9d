/*
 * sample_record.js - the sample's session on the public record: every number in
 * the table that an auditor's page makes of it, and on the page itself.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { ELECTED, RECORD, RECOUNT, VERDICT }
  from "../../voting/web/words/record.js";
import { OPTION } from "../../voting/web/words/result.js";
import { EXPECTED, expected, PAPERS, titleOf } from "./sample_numbers.js";

/* What became of a row, as the record has it. */
function outcomeOf(id, row) {
  const want = expected(id, row);
  const { tied = [], below_threshold: few = [] } = EXPECTED.results[id] ?? {};

  if (want.label)
    return OPTION[want.label]?.[0];
  if (want.outcome)
    return VERDICT[want.outcome][0];
  return (want.elected ? ELECTED.elected : tied.includes(row) ? ELECTED.tied
    : few.includes(row) ? ELECTED.below_threshold : ELECTED.outvoted)[0];
}

const COLUMN = Object.fromEntries(RECORD.columns.map(([zh], i) => [zh, i]));

/* The table that the page makes of what it has recounted: by question, row and
 * option, a line each. */
async function table(auditor) {
  const saved = auditor.page.waitForEvent("download");

  await auditor.press(RECOUNT.table);
  const lines = readFileSync(await (await saved).path(), "utf8").trim()
    .split("\r\n").map((line) => line.slice(line.indexOf("\"") + 1, -1)
      .split("\",\""));

  return new Map(lines.map((line) => [[line[COLUMN["编号"]],
    line[COLUMN["项目编号"]], line[COLUMN["选项"]]].join(" "), line]));
}

let checked = 0;

function same(found, want, where) {
  assert.equal(String(found), String(want), where);
  checked += 1;
}

function inTable(lines, id) {
  for (const row of PAPERS.get(id).rows) {
    const want = expected(id, row.id);

    for (const [option, count] of Object.entries(want.counts)) {
      const line = lines.get([id, row.id, OPTION[option][0]].join(" "));
      const where = `${id} ${row.id} ${option}`;

      assert.ok(line, where);
      same(line[COLUMN["票数"]], count, where);
      same(line[COLUMN["应到"]], want.roll_for_this_item ?? EXPECTED.roll,
        where);
      if (want.needed !== undefined)
        same(line[COLUMN["须"]], want.needed, where);
      same(line[COLUMN["结果"]], outcomeOf(id, row.id) ?? line[COLUMN["结果"]],
        where);
    }
  }
}

/* What stands on the page itself: who was there, and the figures that can be
 * seen without unfolding. */
async function onRecord(auditor, id) {
  const article = auditor.page.locator("article.question", { has:
    auditor.page.getByText(`${id} ·`, { exact: false }) }).filter({ has:
    auditor.page.getByRole("heading", { name: titleOf(id)[0], exact: true }) });
  const facts = await article.locator(".figures dd").allInnerTexts();
  const hands = PAPERS.get(id).ballot === "hands";
  const returned = id === "P5" ? EXPECTED.issued - 1 : EXPECTED.issued;

  assert.deepEqual(facts.map(Number), [EXPECTED.roll, EXPECTED.present,
    ...hands ? [] : [EXPECTED.issued, returned]], id);
  const shown = await article.locator("b.number").allInnerTexts();
  const counts = PAPERS.get(id).rows.map((row) => expected(id, row.id).counts);
  const options = Object.keys(OPTION).slice(0, Object.keys(OPTION)
    .indexOf("invalid"));
  const want = counts.flatMap((row) => Object.keys(row).filter((o) =>
    options.includes(o)).map((o) => row[o]));

  assert.deepEqual(shown.map(Number).sort(), id.startsWith("E1")
    ? counts.map((row) => row.for).sort() : want.sort(), id);
}

/**
 * Compares what an auditor sees, who has recounted it, with what is expected.
 *
 * @param {import("./people.js").Person} auditor
 * @returns {Promise<number>} how many numbers of the table were compared
 */
export async function compareRecord(auditor) {
  const lines = await table(auditor);

  for (const id of PAPERS.keys()) {
    await onRecord(auditor, id);
    inTable(lines, id);
  }
  return checked;
}
