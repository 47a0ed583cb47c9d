/*
 * Goal: what other systems got wrong about numbers and rules: two thirds of
 * nothing, exactly half, two thirds of nine, figures that differ from page to
 * page, questions and rolls that change under way, names that are equal. One
 * ballot of nine representatives has a row for each of the sums.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { PHONE } from "../../voting/web/words/phone.js";
import { JOIN, POST } from "../../voting/web/words/join.js";
import { RECORD, RECOUNT } from "../../voting/web/words/record.js";
import { OPTION, OUTCOME } from "../../voting/web/words/result.js";
import { WALL } from "../../voting/web/words/wall.js";
import { Congress, seatOf } from "./congress.js";
import { Story } from "./story.js";

/* Ten are due, nine come; 8 and 10 have one name. */
const NAMES = ["丁婉晴", "王书茵", "方立诚", "石月明", "白晓峰", "朱敏",
  "许长青", "李静", "何思远", "李静"];
const BY_CTL = [1, 2, 3, 4, 5, 6, 7, 8];
const DAYS = "notice 0 publish 3 post 15";

/* Of each row the rule, how many are for it (the rest against; of the first
 * all abstain), how many are needed, and what follows. Where the base is the
 * whole roll the number is known before anybody votes. */
const ROWS = [
  { id: "none", zh: "一、无人赞成也无人反对", rule: "for/expressed>=2/3",
    votes: 0, needed: null, outcome: "rejected" },
  { id: "more", zh: "二、过半数", rule: "for/roll>1/2", votes: 5, needed: 6,
    outcome: "rejected" },
  { id: "half", zh: "三、半数以上", rule: "for/roll>=1/2", votes: 5, needed: 5,
    outcome: "adopted" },
  { id: "six", zh: "四、九人的三分之二", rule: "for/present>=2/3", votes: 6,
    needed: 6, outcome: "adopted" },
  { id: "five", zh: "五、差一票", rule: "for/present>=2/3", votes: 5, needed: 6,
    outcome: "rejected" },
];
const textOf = (row) => ({ zh: row.zh, en: `Row ${row.id}` });
const SUMS = { id: "S1", session: "7-1", kind: "motion", ballot: "secret",
  title: { zh: "几个数", en: "A few sums" },
  rows: ROWS.map((row) => ({ id: row.id, text: textOf(row),
    rule: `motion pass ${row.rule} ${DAYS}` })) };

const congress = new Congress();
const story = new Story(congress);
/** @type {import("./people.js").Person} */
let phone, wall, reader;

/* The choice of the n-th of nine on a row. */
const choiceOf = (row, n) => row.id === "none" ? "abstain"
  : n <= row.votes ? "for" : "against";

/* What must stand everywhere. */
const COUNTS = new Map(ROWS.map((row) => [row.id, row.id === "none"
  ? { for: 0, against: 0, abstain: 9 }
  : { for: row.votes, against: 9 - row.votes, abstain: 0 }]));

story.step("a conference of ten, of whom nine come and two have one name", async () => {
  congress.roll = congress.file("roll.csv");
  writeFileSync(congress.roll, ["id,name_zh,name_en,delegation,voting",
    ...NAMES.map((name, i) => `R${String(i + 1).padStart(3, "0")},${name},,D${
      i % 2 + 1},1`)].join("\n") + "\n");
  congress.found([SUMS], BY_CTL);
  congress.enrolScrutineers();
  congress.lockBox();
  await congress.serve();
  const people = await story.begin();

  wall = await people.person("wall", { width: 1280, height: 720 });
  await wall.go(`${congress.address}/wall`);
  phone = await people.person("phone");
});

story.aside("names that are equal are told apart by seat and delegation", async () => {
  const [eighth, tenth] = [8, 10].map((n) =>
    POST.seat[0].replace("{n}", String(n).padStart(3, "0")));
  const other = await story.people.person("tenth");

  await other.go(`${congress.address}/#${congress.token("roll.tokens",
    seatOf(10))}`);
  await other.heads([JOIN.areYou[0].replace("{name}", "李静"), ""]);
  await other.sees(tenth);
  assert.equal(await other.page.getByText(eighth).count(), 0);
  await other.context.close();
});

story.step("the ninth checks in on a phone, and two scrutineers count nine", async () => {
  await phone.enrol(congress.address, congress.token("roll.tokens", seatOf(9)));
  await phone.press(PHONE.checkIn);
  await phone.sees(PHONE.checkedIn);
  congress.byTwo("headcount", "9");
});

story.step("the number that is needed stands on the wall before anybody votes", async () => {
  congress.by("chair", "open", "S1");
  await wall.sees(SUMS.title.zh);
  const lines = await wall.page.locator(".items li").allInnerTexts();

  ROWS.forEach((row, i) => {
    assert.ok(lines[i].includes(row.zh), lines[i]);
    if (row.rule.includes("/roll"))
      assert.ok(lines[i].includes(WALL.needed[0].replace("{n}",
        String(row.needed))), lines[i]);
  });
});

story.step("“half” met at exactly half without saying so: the phone says which is meant", async () => {
  for (const row of ROWS) {
    await phone.page.getByRole("heading", { name: row.zh }).waitFor();
    const said = await phone.text();

    if (row.rule.includes("/roll"))
      assert.match(said, new RegExp(`\\b${row.needed}\\b`), row.id);
    if (row.id === "more")
      assert.match(said, /过半数|超过.*半数/);
    if (row.id === "half")
      assert.match(said, /半数以上|达到.*半数|不少于/);
    await phone.page.locator(`.choice.${choiceOf(row, 9)}`).click();
  }
  await phone.press(PHONE.seal);
  await phone.press(PHONE.cast);
  await phone.heads(PHONE.inTheBox);
});

story.step("the others vote, and one of them leaves before the end", async () => {
  congress.cast("S1", Object.fromEntries(BY_CTL.map((n) =>
    [n, ROWS.map((row) => choiceOf(row, n)).join(",")])));
  congress.by("seats", "leave", seatOf(1));
});

story.aside("base or title editable after publication: not once the question was opened", () => {
  const changed = [
    { ...SUMS, title: { zh: "另一个题目", en: "Another title" } },
    { ...SUMS, rows: SUMS.rows.map((row) => ({ ...row,
      rule: `motion pass for/returned>1/2 ${DAYS}` })) },
    { ...SUMS, counts: "first" },
  ];

  for (const paper of changed)
    assert.throws(() => congress.by("chair", "paper",
      congress.json("changed.json", paper)), /Refused/);
});

story.aside("a reset that deletes votes: the server has nothing of that kind", async () => {
  const before = await congress.countOf("cast");

  for (const method of ["DELETE", "PUT", "PATCH"])
    for (const path of ["/event", "/checkpoint", "/tile/entries/000", "/view/round/0",
      "/healthz", "/setup", "/"]) {
      const { status } = await fetch(congress.address + path, { method });

      assert.ok([400, 404, 405].includes(status), `${method} ${path}: ${status}`);
    }
  assert.equal(await congress.countOf("cast"), before);
  assert.equal(before, 9);
});

story.step("it is closed, counted, declared and published", async () => {
  await congress.finish("S1");
  /* Somebody comes when all is over. */
  congress.later("seats", `enrol ${seatOf(10)} --token-file ${
    congress.file("roll.tokens")}`);
  congress.later("seats", `present ${seatOf(10)}`);
  congress.batch();
});

story.step("the public record is recounted in the page", async () => {
  reader = await story.people.person("reader", { width: 1280, height: 800 });
  await reader.go(`${congress.address}/record`);
  await reader.sees(SUMS.title.zh);
  await reader.press(RECOUNT.title);
  await reader.sees(RECOUNT.holds);
});

const shown = () => congress.shown("S1");
const rowShown = (id) => shown().rows.find((row) => row.id === id);

story.aside("two thirds that accepts 0 for and 0 against: it is not adopted", async () => {
  assert.equal(rowShown("none").outcome, "rejected");
  await wall.page.locator("article", { hasText: ROWS[0].zh }).getByText(
    OUTCOME.rejected[0]).waitFor();
});

story.aside("2/3 of 9 computed as 7: six are enough, and five are not", async () => {
  assert.equal(rowShown("six").needed, 6);
  assert.equal(rowShown("six").outcome, "adopted");
  assert.equal(rowShown("five").needed, 6);
  assert.equal(rowShown("five").outcome, "rejected");
});

story.aside("half of ten: five pass “half or more” and fail “more than half”", () => {
  assert.deepEqual([rowShown("more").needed, rowShown("more").outcome],
    [6, "rejected"]);
  assert.deepEqual([rowShown("half").needed, rowShown("half").outcome],
    [5, "adopted"]);
});

story.aside("the roll photographed only at the end: presence is that of the opening", () => {
  const { roll, present, issued, returned } = shown();

  assert.deepEqual({ roll, present, issued, returned },
    { roll: 10, present: 9, issued: 9, returned: 9 });
});

/* ---- The same numbers everywhere ------------------------------------------ */

/* A page's rows of figures: by the row's name, for, against, abstain. */
async function figuresOnWall() {
  const found = new Map();

  for (const article of await wall.page.locator("article").all()) {
    const name = await article.locator("h3").innerText();
    const options = await article.locator("dt").allInnerTexts();
    const numbers = await article.locator("dd b").allInnerTexts();

    found.set(name, Object.fromEntries(options.map((o, i) =>
      [o, Number(numbers[i])])));
  }
  return found;
}

const question = () => reader.page.locator("article.question",
  { hasText: SUMS.title.zh });

async function figuresOnRecord() {
  const found = new Map();

  for (const row of await question().locator("section.row").all()) {
    const figures = await row.locator(".legend > span").allInnerTexts();

    found.set(await row.locator("h4").innerText(), Object.fromEntries(
      figures.map((figure) => figure.trim().split(/\s+/))
        .map(([option, number]) => [option, Number(number)])));
  }
  return found;
}

function expectEverywhere(where, found) {
  for (const row of ROWS) {
    const figures = found.get(row.zh);

    assert.ok(figures, `${where}: ${row.zh}`);
    for (const [option, count] of Object.entries(COUNTS.get(row.id)))
      assert.equal(figures[OPTION[option][0]], count,
        `${where}: ${row.id} ${option}`);
  }
}

story.aside("figures that differ between wall, page and program: they are the same", async () => {
  await wall.page.locator("article").nth(ROWS.length - 1).waitFor();
  expectEverywhere("wall", await figuresOnWall());
  expectEverywhere("record", await figuresOnRecord());
  for (const row of ROWS)
    for (const [option, count] of Object.entries(COUNTS.get(row.id)))
      assert.equal(rowShown(row.id).counts[option], count, row.id);
});

/* The sheets on paper: each row's counts stand in words and figures. */
story.aside("figures that differ between page and print: they say the same", async () => {
  await reader.page.evaluate(() => {
    globalThis.print = () => {
      globalThis.printed = document.querySelector(".count-sheet").innerText;
    };
  });
  await question().locator("summary", { hasText: RECORD.sheet[0] }).click();
  await question().getByRole("button", { name: RECORD.print[0] }).click();
  const onPage = await reader.page.evaluate(() => globalThis.printed);
  const plain = question().locator("pre", { hasText: ROWS[0].zh });

  await plain.waitFor();
  const printed = congress.ctl("show", "S1", "--log", congress.log, "--both",
    "--lang", "zh");

  congress.ctl("export", congress.file("bundle"), "--log", congress.log,
    "--lang", "en");
  execFileSync(join(process.env.BUILD ?? "build/release", "ballotverify"),
    ["--lang", "zh", "--report", congress.file("report.html"),
      congress.file("bundle")], { stdio: "pipe" });
  const report = readFileSync(congress.file("report.html"), "utf8");

  assert.equal((await plain.innerText()).trim(), printed.trim());
  for (const row of ROWS)
    for (const [what, text] of Object.entries({ onPage, printed, report }))
      assert.ok(text.includes(rowShown(row.id).sentence.zh),
        `${what}: ${row.id}`);
});

story.aside("base or title editable after publication: nor then", async () => {
  assert.throws(() => congress.by("chair", "paper", congress.json(
    "changed.json", { ...SUMS, title: { zh: "另一个题目", en: "Another" } })),
  /Refused/);
  congress.gatherKeys("hall", [["chair", "chair/1"], ["s1", "scrutineer/1"],
    ["s2", "scrutineer/2"], ["s3", "scrutineer/3"]]);
  assert.throws(() => congress.by("hall", "void", "S1", "--reason", "重来"),
    /Refused/);
  await reader.page.reload();
  await reader.sees(SUMS.title.zh);
});

story.step("no page complained", () => {
  for (const person of story.people.all)
    assert.deepEqual(person.complaints, [], person.name);
});
