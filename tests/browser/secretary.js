/*
 * secretary.js - what a secretary does in the set-up page before the day: founds
 * a conference, makes cards, puts a session on record, and writes and lays
 * questions as they stand in a paper's file. All words are Chinese.
 */
import { FOUND, PEOPLE, SESSIONS, SETUP, STEP }
  from "../../voting/web/words/setup.js";
import { QUESTION, THREE } from "../../voting/web/words/setup_question.js";

/** @typedef {import("./people.js").Person} Person */

async function fills(where, label, text) {
  await where.getByLabel(label, { exact: true }).fill(text);
}

/* Of fields with that label, the one that stands at this place. */
async function types({ page }, [label], text, index = 0) {
  await page.getByLabel(label, { exact: true }).nth(index).fill(text);
}

/** By the list of steps. @param {Person} secretary */
export async function turnsTo(secretary, step) {
  await secretary.page.getByRole("navigation")
    .getByRole("button", { name: STEP[step][0] }).click();
}

/* ---- Founding ------------------------------------------------------------- */

/* The group of the key's backup that the page asks for. */
async function typesBackup(secretary) {
  const digits = await secretary.page.locator(".digits li").allInnerTexts();
  const field = secretary.page.locator(".step .field").last();
  const [n] = /\d+/.exec(await field.locator("label").innerText());

  await field.locator("input").fill(digits[Number(n) - 1]);
  await secretary.press(SETUP.next);
}

/**
 * @param {Person} secretary  on the set-up page of an empty server
 * @param {string} code  the server's one-time code
 * @param {{origin: string, name: string, english: string, school: string,
 *   term: string, conveners: [string, string]}} what
 */
export async function founds(secretary, code, { origin, name, english, school,
  term, conveners }) {
  await types(secretary, FOUND.codeLabel, code);
  await secretary.press(FOUND.checkCode);
  await secretary.heads(FOUND.conference);
  await types(secretary, FOUND.name, name);
  await types(secretary, SETUP.en, english);
  await types(secretary, FOUND.school, school);
  await types(secretary, FOUND.term, term);
  await types(secretary, FOUND.origin, origin);
  await secretary.press(SETUP.next);
  await secretary.heads(FOUND.conveners);
  await types(secretary, FOUND.personZh, conveners[0], 0);
  await types(secretary, FOUND.personZh, conveners[1], 1);
  await secretary.press(SETUP.next);
  await secretary.heads(FOUND.backup);
  await typesBackup(secretary);
  await secretary.heads(FOUND.confirm);
  await secretary.press(FOUND.found);
  await secretary.heads(FOUND.done);
}

/* ---- People, and a session ------------------------------------------------ */

/** Makes a card for who has that name: a "desk", or a "chair" who stands in. */
export async function makesCard(secretary, kind, name) {
  await types(secretary, kind === "desk" ? FOUND.deskZh : FOUND.personZh, name);
  await secretary.press(PEOPLE.make);
  await secretary.page.getByRole("heading", { level: 2, name }).waitFor();
}

/** What the code of the card on the screen says: its token. */
export async function tokenShown(secretary, post) {
  await secretary.page.locator("svg.qr").waitFor();
  return (await secretary.kept(`setup/card/${post}`)).token;
}

/** @param {string} date  as 2026-11-22 */
export async function laysSession(secretary, date) {
  await turnsTo(secretary, "sessions");
  await types(secretary, SESSIONS.date, date);
  await secretary.press(SESSIONS.lay);
  await secretary.page.locator(".line", { hasText: date.slice(0, 4) })
    .waitFor();
}

/* ---- Questions ------------------------------------------------------------ */

/* Title and text of what a paper's file has as a text or as lines. */
const parted = (text) => typeof text === "string" ? [text, ""]
  : [text[0], text.slice(1).join("\n")];

/* What is folded on the screen is unfolded, as somebody would. */
async function unfolds(secretary) {
  await secretary.page.locator("main").evaluate((main) => {
    for (const details of main.querySelectorAll("details"))
      details.open = true;
  });
}

async function writesText(where, text, [title, lines, titleEn, linesEn]) {
  const [zh, textZh] = parted(text.zh);
  const [en, textEn] = parted(text.en);

  await fills(where, title, zh);
  await fills(where, lines, textZh);
  await fills(where, titleEn, en);
  await fills(where, linesEn, textEn);
}

async function writesRow(box, row, i, kind, recused) {
  await writesText(box, row.text, [
    QUESTION.rowZh[kind][0].replace("{n}", String(i + 1)),
    QUESTION.rowTextZh[kind][0], QUESTION.titleEn[0], QUESTION.textEn[0]]);
  await fills(box, QUESTION.recused[0], recused);
  await fills(box, QUESTION.rowId[0], row.id);
  if (row.members)
    await box.getByLabel(QUESTION.members[0]).check();
  if (row.rule && i > 0)
    await box.getByLabel(QUESTION.rowRule[0]).selectOption(row.rule);
}

/* A motion of one part has the part's text for its own. */
const isWhole = ({ kind, rows }) => kind === "motion" && rows.length === 1;

/** Writes what stands in such a file into the question on screen. */
export async function writes(secretary, paper) {
  const boxes = secretary.page.locator(".row-box");
  const { kind } = paper;
  const rows = isWhole(paper) ? [] : paper.rows;

  while (await boxes.count() < rows.length) {
    const before = await boxes.count();

    await secretary.press(QUESTION.addRow[kind]);
    await boxes.nth(before).waitFor();
  }
  await unfolds(secretary);
  await writesText(secretary.page.locator("section.card").first(),
    isWhole(paper) ? paper.rows[0].text : paper.title,
    [QUESTION.titleZh[0], QUESTION.textZh[0], QUESTION.titleEn[0],
      QUESTION.textEn[0]]);
  for (const [i, row] of rows.entries())
    await writesRow(boxes.nth(i), row, i, kind, (paper.recusals ?? [])
      .filter((r) => r.row === row.id).map((r) => r.seat.split("/")[1])
      .join("，"));
  await fills(secretary.page.locator("main"), QUESTION.id[0], paper.id);
}

/* The question on screen goes on record, and the list is back. */
async function laysIt(secretary) {
  await secretary.press(QUESTION.layIt);
  await secretary.sees(QUESTION.frozen);
  await secretary.press(QUESTION.back);
  await secretary.heads(QUESTION.title);
}

/** Drafts the three procedural questions by one tap, and lays them. */
export async function laysThree(secretary) {
  await secretary.press(QUESTION.three);
  for (const { zh, en } of THREE) {
    await secretary.press([`${QUESTION.edit[0]}: ${zh}`,
      `${QUESTION.edit[1]}: ${en}`]);
    await laysIt(secretary);
  }
}

/** Begins a question, writes it as such a file has it, and lays it. */
export async function lays(secretary, paper) {
  await secretary.press(QUESTION[paper.kind]);
  if (paper.kind === "motion" && !isWhole(paper)) {
    await secretary.page.getByLabel(QUESTION.parts[0]).check();
    await secretary.page.locator(".row-box").first().waitFor();
  }
  if (paper.kind === "election") {
    const seats = secretary.page.getByLabel(QUESTION.seats[0]);

    await seats.fill(String(paper.rule.seats));
    await seats.blur();
  }
  await writes(secretary, paper);
  await laysIt(secretary);
}
