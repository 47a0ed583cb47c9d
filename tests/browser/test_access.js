/*
 * Goal: everybody can use every page, and nobody can misuse one: every route
 * answers with the headers that keep others out; a whole vote is cast with the
 * keyboard alone; a screen reader gets the names of question and buttons, and
 * is told what happened; and whatever somebody wrote into a title or a name is
 * shown as they wrote it and does nothing.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";

import { CHAIR } from "../../voting/web/words/chair.js";
import { JOIN } from "../../voting/web/words/join.js";
import { PHONE } from "../../voting/web/words/phone.js";
import { RECOUNT } from "../../voting/web/words/record.js";
import { OPTION } from "../../voting/web/words/result.js";
import { SCRUTINEER } from "../../voting/web/words/scrutineer.js";
import { TEST } from "../../voting/web/words/test.js";
import { Congress, seatOf } from "./congress.js";
import { findings, inspect, inspectWall } from "./inspect.js";
import { Story } from "./story.js";

const BY_CTL = [1, 2, 3, 4, 5, 6, 7, 8];
const SCRIPT = "<script>globalThis.hit=1</script>";
const IMAGE = "<img src=x onerror=\"globalThis.hit=1\">“&lt;b&gt;”";
const HEBREW = "הצעה 12 (א)";
const FORMULA = "=HYPERLINK(\"http://x.example\",\"合计\")";
const LONG = "长".repeat(3300); /* some 10 kB, with no place to break */
const NAMES = ["丁婉晴", "王书茵", "方立诚", "石月明", "白晓峰", "朱敏",
  "许长青", "李静", "<b>王</b>&amp;'", "محمد علي", "=1+1", "高".repeat(32)];
const ROWS = [IMAGE, HEBREW, FORMULA, LONG];
const HOSTILE = { id: "H1", session: "7-1", kind: "motion", ballot: "secret",
  title: { zh: SCRIPT, en: SCRIPT }, rule: "procedural.open",
  rows: ROWS.map((text, i) => ({ id: `H1.${i + 1}`,
    rule: "motion pass for/roll>1/2 notice 0 publish 3 post 15",
    text: { zh: [text, `一、${text}`], en: [text, `1. ${text}`] } })) };
delete HOSTILE.rule;

const congress = new Congress();
const story = new Story(congress);
/** @type {import("./people.js").People} */
let people;
/** @type {import("./people.js").Person} */
let chair, wall, reader, voter;

/* What must not have happened on a page that shows these texts. */
async function isHarmless(person, where) {
  assert.equal(await person.page.evaluate(() => globalThis.hit), undefined,
    where);
  assert.equal(await person.page.locator(
    "#page :is(img, script, b b, a[href*='x.example'])").count(), 0, where);
}

story.step("a conference with hostile names and titles", async () => {
  congress.roll = congress.file("roll.csv");
  writeFileSync(congress.roll, ["id,name_zh,delegation,voting",
    ...NAMES.map((name, i) => `R${String(i + 1).padStart(3, "0")},"${
      name.replaceAll("\"", "\"\"")}",D1,1`)].join("\n") + "\n");
  congress.found([HOSTILE], BY_CTL);
  congress.enrolScrutineers();
  congress.lockBox();
  await congress.serve();
  people = await story.begin();
});

story.aside("texts that turn round what stands beside them do not come into the log", () => {
  for (const text of ["\u202e对反", "\u2066x", "a\u0000b", "a\u0007b", "\ufefa\ufeff",
    "a\u200fb"]) {
    const title = { zh: text, en: text };

    assert.throws(() => congress.by("chair", "paper", congress.json("H9.json",
      { ...HOSTILE, id: "H9", title })), Error, JSON.stringify(text));
  }
  /* It is the text, and nothing else of that paper. */
  congress.by("chair", "paper", congress.json("H9.json",
    { ...HOSTILE, id: "H9", title: { zh: "平常", en: "Plain" } }));
});

/* ---- Headers -------------------------------------------------------------- */

const PUBLISHED = /^\/(checkpoint|tile|entry|proof|consistency|text|pack)\b/;

/* The server's own tables: what is added there is tried here. */
function routes() {
  const { size } = congress;
  const values = { N: "0", M: "1", H: "0".repeat(64), P: "seat/001", S: "001",
    T: "entries/000.p/1", size };
  const patterns = [...readFileSync("voting/server/route.c", "utf8")
    .matchAll(/^ {4}\{"(\/\S*)", ROUTE_/gm)].map(([, pattern]) => pattern);
  const pages = [...readFileSync("voting/server/web_file.c", "utf8")
    .matchAll(/"(\/[a-z]+)"/g)].map(([, page]) => page);

  return [...patterns.map((pattern) => pattern.replace(/\b[NMHPST]\b/g,
    (letter) => values[letter])), ...pages, "/"];
}

function hasHeaders({ headers }, where, published) {
  const policy = headers.get("content-security-policy") ?? "";
  const directives = new Map(policy.split(";").map((part) => part.trim()
    .split(/ (.*)/s)).map(([name, value]) => [name, value]));

  for (const [name, value] of Object.entries({ "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'", "style-src": "'self'",
    "connect-src": "'self'", "base-uri": "'none'", "form-action": "'self'",
    "frame-ancestors": "'none'" }))
    assert.equal(directives.get(name), value, `${where}: ${name}`);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*|https?:/, where);
  assert.equal(headers.get("x-content-type-options"), "nosniff", where);
  assert.equal(headers.get("referrer-policy"), "no-referrer", where);
  assert.equal(headers.get("cross-origin-opener-policy"), "same-origin", where);
  for (const feature of ["camera", "microphone", "geolocation", "payment",
    "usb", "display-capture"])
    assert.match(headers.get("permissions-policy"),
      new RegExp(`\\b${feature}=\\(\\)`), where);
  assert.ok(headers.get("cache-control"), where);
  for (const name of ["server", "x-powered-by", "set-cookie",
    "access-control-allow-credentials"])
    assert.equal(headers.get(name), null, `${where}: ${name}`);
  assert.equal(headers.get("access-control-allow-origin"),
    published ? "*" : null, where);
  assert.equal(headers.get("cross-origin-resource-policy"),
    published ? "cross-origin" : "same-origin", where);
}

story.aside("every route has the headers that keep others out, whatever it answers", async () => {
  const all = routes();

  assert.ok(all.length > 25, String(all.length));
  for (const path of all)
    for (const method of ["GET", "HEAD", "POST", "DELETE", "OPTIONS"]) {
      const abort = new AbortController();
      const answer = await fetch(congress.address + path,
        { method, signal: abort.signal, redirect: "manual" });
      const found = answer.ok && PUBLISHED.test(path);

      hasHeaders(answer, `${method} ${path} ${answer.status}`,
        found || answer.headers.get("access-control-allow-origin") === "*");
      assert.ok(!["POST", "DELETE"].includes(method) || !answer.ok ||
        path === "/event", `${method} ${path}`);
      abort.abort(); /* a stream would go on */
    }
});

story.aside("what a page loads has the same headers and is kept for ever", async () => {
  const page = await (await fetch(congress.address)).text();
  const files = [...page.matchAll(/(?:src|href)="(\/app\/[^"]+)"/g)]
    .map(([, path]) => path);

  assert.ok(files.length >= 4);
  for (const file of files) {
    const answer = await fetch(congress.address + file);

    assert.equal(answer.status, 200);
    hasHeaders(answer, file, false);
    assert.match(answer.headers.get("cache-control"), /immutable/, file);
  }
});

/* ---- Pages before anything happens ---------------------------------------- */

story.step("every page can be read when it is first opened", async () => {
  const pages = [...readFileSync("voting/server/web_file.c", "utf8")
    .matchAll(/"\/([a-z]+)"/g)].map(([, page]) => page);
  const person = await people.person("anybody");

  for (const page of ["", ...pages].filter((p) => p !== "wall")) {
    await person.go(`${congress.address}/${page}`);
    await person.page.locator("main").first().waitFor();
    await person.page.getByText(JOIN.opening[0]).first()
      .waitFor({ state: "detached" });
    await inspect(person, `first-${page || "phone"}`);
    await isHarmless(person, page);
  }
  await person.context.close();
  wall = await people.person("wall", { width: 1280, height: 720 });
  await wall.go(`${congress.address}/wall`);
});

/* ---- By keyboard alone, with a hostile name ------------------------------- */

/* Tab until what has the focus has such a name; it must be seen to have it. */
async function tabTo({ page }, name) {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    const { text, outline } = await page.evaluate(() => {
      const node = document.activeElement;

      return { text: (node.getAttribute("aria-label") ?? node.innerText ??
        "").trim(), outline: getComputedStyle(node).outlineStyle };
    });

    if (text === name) {
      assert.notEqual(outline, "none", `${name} has no visible focus`);
      return;
    }
  }
  throw new Error(`no way to “${name}” by the keyboard`);
}

async function byKey(person, pair, key = "Enter") {
  await person.page.getByRole("button", { name: person.word(pair),
    exact: true }).waitFor();
  await tabTo(person, person.word(pair));
  await person.page.keyboard.press(key);
}

story.step("with the keyboard alone: from the card to being checked in", async () => {
  const token = congress.token("roll.tokens", seatOf(9));

  voter = await people.person("keyboard");
  await voter.go(`${congress.address}/#${token}`);
  await voter.sees(`您是${NAMES[8]}吗？`);
  await inspect(voter, "hostile-who");
  await isHarmless(voter, "who");
  await byKey(voter, JOIN.useThis);
  await byKey(voter, PHONE.checkIn, "Space");
  await voter.sees(PHONE.checkedIn);
  await inspect(voter, "hostile-home");
  await isHarmless(voter, "home");
});

story.step("a name from right to left stays within its place", async () => {
  const person = await people.person("arabic", { language: "en" });

  await person.enrol(`${congress.address}/`, congress.token("roll.tokens",
    seatOf(10)));
  const heading = person.page.getByRole("heading", { level: 1 });

  await heading.filter({ hasText: NAMES[9] }).waitFor();
  assert.match(await heading.innerText(), /\u2068[^\u2069]+\u2069/);
  await isHarmless(person, "arabic");
  await person.context.close();
});

story.step("the chair sees hostile titles as text, and opens", async () => {
  congress.byTwo("headcount", "12");
  chair = await people.person("chair", { width: 1280, height: 800 });
  await chair.holds(congress.keyOf("chair", "chair/1"));
  await chair.go(`${congress.address}/chair`);
  await chair.sees(CHAIR.runSheet);
  await inspect(chair, "hostile-run-sheet");
  await isHarmless(chair, "run sheet");
  await chair.press([`${CHAIR.look[0]}: ${SCRIPT}`, ""]);
  await chair.page.getByRole("heading", { name: SCRIPT }).waitFor();
  await inspect(chair, "hostile-question");
  await isHarmless(chair, "question");
  congress.by("chair", "open", "H1");
});

story.step("the accessibility tree: each row's three buttons in a group of the row's name", async () => {
  const rows = ["for", "against", "abstain", "for"];

  for (const [i, option] of rows.entries()) {
    const group = voter.page.getByRole("group", { name: ROWS[i], exact: true });

    await group.waitFor();
    const names = await group.getByRole("button").evaluateAll((buttons) =>
      buttons.map((button) => button.innerText.trim()));

    assert.deepEqual(names, ["for", "against", "abstain"].map((o) =>
      OPTION[o][0]));
    for (const name of names)
      assert.equal(await group.getByRole("button", { name, exact: true })
        .count(), 1);
    await isHarmless(voter, `row ${i}`);
    if (i === 1 || i === 3)
      await inspect(voter, `hostile-row-${i}`);
    await byKey(voter, OPTION[option], i % 2 ? "Space" : "Enter");
  }
});

const announced = (person, pair) => person.page.getByRole("status")
  .filter({ hasText: person.word(pair) }).first().waitFor();

story.step("with the keyboard alone: review, seal, cast; and each step is announced", async () => {
  await voter.sees(PHONE.review);
  await inspect(voter, "hostile-review");
  await byKey(voter, PHONE.seal);
  await announced(voter, PHONE.sealed);
  await byKey(voter, PHONE.cast);
  await voter.heads(PHONE.inTheBox);
  await announced(voter, PHONE.inTheBox);
  assert.equal(await congress.countOf("cast"), 1);
});

/* ---- Hostile texts on the other pages ------------------------------------- */

story.step("wall and scrutineer show them as text", async () => {
  await wall.sees(SCRIPT);
  await inspectWall(wall, "hostile-open");
  await isHarmless(wall, "wall");
  const person = await people.person("scrutineer");

  await person.holds(congress.keyOf("s1", "scrutineer/1"));
  await person.go(`${congress.address}/scrutineer`);
  await person.sees(SCRUTINEER.turnout[0].split("{")[0]);
  await inspect(person, "hostile-scrutineer");
  await isHarmless(person, "scrutineer");
  /* Else this page, too, works out the result in the next step. */
  await person.context.close();
});

story.step("counted, declared, published: the wall shows the result", async () => {
  congress.cast("H1", Object.fromEntries(BY_CTL.map((n) =>
    [n, "for,for,for,against"])));
  congress.by("seats", "leave", seatOf(1));
  congress.later("seats", `enrol ${seatOf(11)} --token-file ${
    congress.file("roll.tokens")}`);
  congress.batch();
  await congress.finish("H1");
  await wall.sees(OPTION.for);
  await inspectWall(wall, "hostile-result");
  await isHarmless(wall, "result");
});

story.step("the public record shows and recounts them, and its table is tame", async () => {
  reader = await people.person("reader", { width: 820, height: 1180 });
  await reader.go(`${congress.address}/record`);
  await reader.sees(SCRIPT);
  await inspect(reader, "hostile-record");
  await reader.press(RECOUNT.title);
  await reader.sees(RECOUNT.holds);
  await inspect(reader, "hostile-recounted");
  await isHarmless(reader, "record");
  const saved = reader.page.waitForEvent("download");

  await reader.press(RECOUNT.table);
  const table = readFileSync(await (await saved).path(), "utf8");

  assert.ok(table.includes("\"'=HYPERLINK("), table);
  assert.doesNotMatch(table, /(^|,)"?[=+@]/m);
});

story.step("a test ballot's page reads what is pasted, and nothing else", async () => {
  const person = await people.person("tester");

  await person.go(`${congress.address}/test`);
  for (const text of [SCRIPT, "\u202e", LONG, ""]) {
    await person.page.getByLabel(TEST.content[0]).fill(text);
    await person.press(TEST.check);
    await person.sees(TEST.unread);
    await isHarmless(person, "test");
  }
  await inspect(person, "test-unread");
});

story.step("no page complained, and every screen can be read by everybody", () => {
  for (const person of people.all)
    assert.deepEqual(person.complaints, [], person.name);
  assert.deepEqual(findings, []);
});
