/*
 * Goal: people without a phone vote on a tablet of the hall: one after the
 * other, each with their card; nothing of one is there for the next; the same
 * card opens the same key again, on this tablet alone; a tablet that dies while
 * it sends loses no ballot and doubles none, and it is proved, not said, what is
 * in the box; whoever walks away is forgotten; only the desk's code leads out.
 */
import assert from "node:assert/strict";

import { JOIN } from "../../voting/web/words/join.js";
import { KIOSK } from "../../voting/web/words/kiosk.js";
import { PHONE } from "../../voting/web/words/phone.js";
import { OPTION } from "../../voting/web/words/result.js";
import { Congress, seatOf } from "./congress.js";
import { findings, inspect } from "./inspect.js";
import { Story } from "./story.js";

const BY_CTL = Array.from({ length: 34 }, (_, i) => i + 1);
const PIN = "4711";
const paper = (id, zh) => ({ id, session: "7-1", kind: "motion",
  ballot: "secret", title: { zh, en: id }, rule: "school.default",
  rows: [{ id, text: { zh, en: id } }] });

const congress = new Congress();
const story = new Story(congress);
/** @type {import("./people.js").Person} */
let tablet, other;

const digitsOf = (n) => congress.token("roll.tokens", seatOf(n));

async function makeKiosk(person, idle) {
  await person.go(`${congress.address}/kiosk`);
  await person.page.locator("#pin").fill(PIN);
  await person.page.locator("#idle").fill(String(idle));
  await person.press(KIOSK.begin);
  await person.heads(KIOSK.hello);
}

async function useCard(person, n) {
  await person.page.locator("#digits").fill(digitsOf(n));
  await person.press(KIOSK.next);
}

async function voteFor(person, option) {
  await person.page.getByRole("button", { name: person.word(OPTION[option]),
    exact: true }).click();
  await person.press(PHONE.seal);
  await person.press(PHONE.cast);
  await person.heads(PHONE.inTheBox);
}

/* What the browser has written down. */
const written = (person) => person.page.evaluate(() =>
  Object.entries(localStorage).map(([key, value]) => `${key}=${value}`)
    .join("\n"));

async function finish(person) {
  await person.press(KIOSK.finish);
  await person.heads(KIOSK.hello);
}

story.step("a session with a question and a locked box", async () => {
  congress.found([paper("Q1", "是否购买新桌椅"), paper("Q2", "是否粉刷教室")],
    BY_CTL);
  congress.enrolScrutineers();
  congress.lockBox();
  await congress.serve();
  const people = await story.begin();

  tablet = await people.person("tablet", { width: 820, height: 1180 });
  other = await people.person("other-tablet", { width: 820, height: 1180 });
});

story.step("a tablet is made one, with a code that is long enough", async () => {
  await tablet.go(`${congress.address}/kiosk`);
  await tablet.page.locator("#pin").fill("12");
  await tablet.press(KIOSK.begin);
  await tablet.sees(KIOSK.badPin);
  await inspect(tablet, "kiosk-set-up");
  await tablet.page.locator("#pin").fill(PIN);
  await tablet.press(KIOSK.begin);
  await tablet.heads(KIOSK.hello);
  await inspect(tablet, "kiosk-start");
  assert.doesNotMatch(await written(tablet), new RegExp(PIN));
});

story.step("wrong digits are told by their group", async () => {
  await tablet.page.locator("#digits").fill("00000 12345");
  await tablet.press(KIOSK.next);
  await tablet.page.locator("#digits-error:not(:empty)").waitFor();
});

story.step("somebody checks in and votes", async () => {
  await useCard(tablet, 38);
  await tablet.press(JOIN.useThis);
  await tablet.press(PHONE.checkIn);
  await tablet.sees(PHONE.checkedIn);
  congress.byTwo("headcount", "40");
  congress.by("chair", "open", "Q1", "--short-notice", "当场送达");
  await voteFor(tablet, "for");
  await tablet.sees(KIOSK.receipt);
  await inspect(tablet, "kiosk-voted");
  assert.equal(await congress.countOf("cast"), 1);
});

story.step("when they have finished nothing of them is left", async () => {
  const { me } = await tablet.page.evaluate(() =>
    ({ me: document.querySelector(".who").textContent }));

  assert.notEqual(me, "");
  await finish(tablet);
  const kept = await written(tablet);

  for (const what of ["congress/keys", "congress/card", "congress/receipt",
    "congress/out", digitsOf(38), me])
    assert.ok(!kept.includes(what), `${what} in ${kept}`);
  assert.ok(!(await tablet.text()).includes(me));
});

story.step("the next person does the same, as somebody else", async () => {
  await useCard(tablet, 39);
  await tablet.press(JOIN.useThis);
  await tablet.press(PHONE.checkIn);
  await voteFor(tablet, "against");
  await finish(tablet);
  assert.equal(await congress.countOf("cast"), 2);
});

story.step("the same card opens the same key again, with no second enrolment", async () => {
  const enrolled = await congress.countOf("enrol");

  await useCard(tablet, 38);
  await tablet.heads(PHONE.inTheBox);
  await tablet.press(PHONE.changeVote);
  await tablet.page.getByRole("button", { name: tablet.word(OPTION.against),
    exact: true }).click();
  await tablet.press(PHONE.seal);
  await tablet.press(PHONE.cast);
  await tablet.heads(PHONE.changed);
  await finish(tablet);
  assert.equal(await congress.countOf("enrol"), enrolled);
  assert.equal(await congress.countOf("cast"), 3);
});

story.step("on another tablet that card opens nothing", async () => {
  await makeKiosk(other, 10);
  await useCard(other, 38);
  await other.sees(JOIN.unknownCard);
  await other.page.locator(".who:empty").waitFor({ state: "attached" });
  assert.ok(!(await written(other)).includes(digitsOf(38)));
});

story.step("who walks away is warned, and then forgotten", async () => {
  await other.heads(KIOSK.hello);
  await useCard(other, 40);
  await other.page.getByRole("button", { name: other.word(JOIN.useThis) })
    .waitFor();
  await other.sees(KIOSK.still);
  await inspect(other, "kiosk-idle");
  await other.heads(KIOSK.hello);
  assert.ok(!(await written(other)).includes("congress/card"));
});

story.step("a ballot that cannot be sent is waited for, and nobody else begins", async () => {
  await useCard(tablet, 37);
  await tablet.press(JOIN.useThis);
  await tablet.press(PHONE.checkIn);
  await tablet.page.getByRole("button", { name: tablet.word(OPTION.abstain),
    exact: true }).click();
  await tablet.press(PHONE.seal);
  await tablet.page.route("**/event", (route) => route.abort());
  await tablet.press(PHONE.cast);
  await tablet.sees(KIOSK.sending);
  assert.equal(await tablet.page.getByRole("button",
    { name: tablet.word(KIOSK.finish) }).count(), 0);
  await tablet.page.unroute("**/event");
  await tablet.heads(PHONE.inTheBox);
  await finish(tablet);
  assert.equal(await congress.countOf("cast"), 4);
});

/* ---- A tablet that dies ----------------------------------------------------- */

/* The tablet is killed when the ballot is under way: it has reached the server,
 * or has not. */
async function diesWhileSending(arrives) {
  const { context, page } = tablet;

  await tablet.page.getByRole("button", { name: tablet.word(OPTION.against),
    exact: true }).click();
  await tablet.press(PHONE.seal);
  const gone = new Promise((resolve) => {
    void page.route("**/event", async (route) => {
      if (arrives)
        await route.fetch();
      await route.abort(); /* no answer comes, and it would be sent again */
      resolve();
    });
  });

  await tablet.press(PHONE.cast);
  await gone;
  await page.close();
  tablet.page = await context.newPage();
  tablet.page.on("pageerror", (error) =>
    tablet.complaints.push(String(error)));
  await tablet.go(`${congress.address}/kiosk`);
  await tablet.heads(KIOSK.hello);
}

/* Nothing of this person can be read or opened. */
async function nothingOf(name) {
  assert.ok(!(await tablet.page.content()).includes(name), name);
  assert.ok(!(await written(tablet)).includes(name), name);
  assert.equal(await tablet.page.locator(".choices, .picked").count(), 0);
  assert.equal(await tablet.page.locator(".who").textContent(), "");
}

story.step("a tablet that dies as the ballot arrives: nothing is left, and the card finds it in the box", async () => {
  const cast = await congress.countOf("cast");

  await useCard(tablet, 36);
  await tablet.press(JOIN.useThis);
  const name = await tablet.page.locator(".who").textContent();

  await tablet.press(PHONE.checkIn);
  await tablet.page.getByRole("button", { name: tablet.word(OPTION.against),
    exact: true }).waitFor();
  await diesWhileSending(true);
  await nothingOf(name);
  assert.equal(await congress.countOf("cast"), cast + 1);
  await useCard(tablet, 36);
  await tablet.heads(PHONE.inTheBox);
  await finish(tablet);
  assert.equal(await congress.countOf("cast"), cast + 1);
});

story.step("one that dies before: the card finds no ballot in the box, and votes", async () => {
  const cast = await congress.countOf("cast");

  await useCard(tablet, 35);
  await tablet.press(JOIN.useThis);
  await tablet.press(PHONE.checkIn);
  await tablet.page.getByRole("button", { name: tablet.word(OPTION.against),
    exact: true }).waitFor();
  await diesWhileSending(false);
  assert.equal(await congress.countOf("cast"), cast);
  await useCard(tablet, 35);
  await voteFor(tablet, "for");
  await finish(tablet);
  assert.equal(await congress.countOf("cast"), cast + 1);
});

story.step("with a new card another tablet shows the ballot of the one that is gone", async () => {
  congress.gatherKeys("mending", [["desk", "desk/1"], ["s1", "scrutineer/1"]]);
  congress.by("mending", "reissue", seatOf(36), "--tokens",
    congress.file("new.tokens"));
  /* Here nobody walks away, however slow this machine is. */
  await other.page.evaluate(() => {
    const kept = JSON.parse(localStorage.getItem("congress/kiosk"));

    localStorage.setItem("congress/kiosk", JSON.stringify({ ...kept,
      idle: 600 }));
  });
  await other.page.reload();
  await other.heads(KIOSK.hello);
  await other.page.locator("#digits").fill(congress.token("new.tokens",
    seatOf(36)));
  await other.press(KIOSK.next);
  await other.press(JOIN.useThis);
  await other.heads(PHONE.inTheBox);
  await other.sees(KIOSK.receipt);
  await finish(other);
});

/* ---- A server that lies about it -------------------------------------------- */

/* What comes in place of a view, or of an entry. */
async function lies(path, make) {
  await tablet.page.route(path, async (route) => {
    const answer = await route.fetch();

    await route.fulfill({ response: answer, body: make(await answer.text()) });
  });
}

const asked = async (path) => (await fetch(congress.address + path)).text();

async function ballotOf(n) {
  return JSON.parse(await asked(`/view/post/${seatOf(n)}`)).open
    .find((round) => round.last_cast !== null).last_cast;
}

story.step("neither another entry nor another's ballot is shown as this person's", async () => {
  const cast = await congress.countOf("cast");
  const [own, others] = [await ballotOf(35), await ballotOf(36)];
  const theirs = await asked(`/entry/${others}`);
  const cases = [
    ["another entry under the number", JOIN.split, `**/entry/${own}`,
      () => theirs],
    ["somebody else's ballot", KIOSK.noProof, "**/view/post/**", (text) =>
      text.replace(`"last_cast":${own}`, `"last_cast":${others}`)],
    ["an entry that there is not", KIOSK.noProof, "**/view/post/**", (text) =>
      text.replace(`"last_cast":${own}`, '"last_cast":999999')],
  ];

  for (const [what, words, path, make] of cases) {
    let lied = 0;

    await lies(path, (text) => {
      const lie = make(text);

      lied += lie !== text;
      return lie;
    });
    await useCard(tablet, 35);
    await tablet.heads(words);
    assert.ok(lied > 0, what);
    assert.equal(await tablet.page.getByRole("heading",
      { name: tablet.word(PHONE.inTheBox) }).count(), 0, what);
    await tablet.page.unroute(path);
    if (words === KIOSK.noProof) {
      await tablet.press(JOIN.again);
    } else {
      await finish(tablet);
      await useCard(tablet, 35);
    }
    await tablet.heads(PHONE.inTheBox);
    await finish(tablet);
  }
  assert.equal(await congress.countOf("cast"), cast);
});

story.step("a server that hides a ballot gets no second one into the box", async () => {
  const cast = await congress.countOf("cast");
  const own = await ballotOf(35);

  await lies("**/view/post/**", (text) => text
    .replace(`"last_cast":${own}`, '"last_cast":null')
    .replace('"standing":"may-change"', '"standing":"may-vote"')
    .replace('"attempts":1', '"attempts":0'));
  await useCard(tablet, 35);
  await tablet.page.getByRole("button", { name: tablet.word(OPTION.against),
    exact: true }).click();
  await tablet.press(PHONE.seal);
  await tablet.press(PHONE.cast);
  await tablet.heads(PHONE.refused);
  await tablet.page.unroute("**/view/post/**");
  await finish(tablet);
  await useCard(tablet, 35);
  await tablet.heads(PHONE.inTheBox);
  await finish(tablet);
  assert.equal(await congress.countOf("cast"), cast);
});

/* ---- Back, forward, and again ----------------------------------------------- */

story.step("after they have finished, neither back nor a reload shows anything", async () => {
  await useCard(tablet, 39);
  await tablet.heads(PHONE.inTheBox);
  const name = await tablet.page.locator(".who").textContent();

  await finish(tablet);
  for (const move of ["reload", "goBack", "goForward", "reload"]) {
    await tablet.page[move]();
    if (tablet.page.url().startsWith(congress.address)) {
      await tablet.heads(KIOSK.hello);
      await nothingOf(name);
    }
  }
  await tablet.go(`${congress.address}/kiosk`);
  await tablet.heads(KIOSK.hello);
});

story.step("the address of a card leads to the tablet's own screens", async () => {
  for (const path of ["/record", "/desk", "/"]) {
    await tablet.go(congress.address + path);
    await tablet.heads(KIOSK.hello);
  }
  await tablet.go(`${congress.address}/#${digitsOf(39)}`);
  await tablet.sees(KIOSK.finish);
  assert.ok(!(await written(tablet)).includes("congress/keys"));
  await finish(tablet);
});

story.step("only the desk's code leads out", async () => {
  await tablet.press(KIOSK.desk);
  await tablet.page.locator("#pin").fill("0000");
  await tablet.press(KIOSK.leave);
  await tablet.sees(KIOSK.wrongPin);
  await inspect(tablet, "kiosk-leave");
  await tablet.page.locator("#pin").fill(PIN);
  await tablet.page.getByRole("button", { name: tablet.word(KIOSK.leave),
    exact: true }).click();
  await tablet.page.waitForURL("**/desk");
  assert.ok(!(await written(tablet)).includes("congress/kiosk"));
});

story.step("whoever's device holds a key does not become a tablet", async () => {
  const person = await story.people.person("somebodys");

  await person.holds(congress.keyOf("chair", "chair/1"));
  await person.go(`${congress.address}/kiosk`);
  await person.sees(KIOSK.somebodys);
  assert.equal(await person.page.locator("#pin").count(), 0);
});

story.step("no page complained, and every screen can be read", () => {
  for (const person of story.people.all)
    assert.deepEqual(person.complaints, [], person.name);
  assert.deepEqual(findings, []);
});
