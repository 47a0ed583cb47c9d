/*
 * What a representative waits for, in Debian's Chromium before a real server:
 * with a processor six times slower and a network of 400 kbit/s and 300 ms, the
 * first paint of the waiting page and the sealing of a ballot; and, without
 * these, how long after the opening the last of fifty clients has its
 * question: not browsers, which would measure this machine's processor, but
 * what phones ask for, in their order. Prints name, value, unit.
 *
 *     tests/browser/bench_pages.js [PHONES]
 */
import { execFile } from "node:child_process";
import { Agent, get } from "node:http";
import { join } from "node:path";

import { PHONE } from "../../voting/web/words/phone.js";
import { Congress, seatOf } from "./congress.js";
import { People } from "./people.js";

const PHONES = Number(process.argv[2] ?? 50);
const BY_CTL = Array.from({ length: 28 }, (_, i) => i + 1);
const SLOW = { offline: false, latency: 300, downloadThroughput: 50000,
  uploadThroughput: 50000 };
const SLOWER_BY = 6;
const CHOICES = ".choices .choice.for";

const print = (name, value, unit) =>
  console.log(`${name}\t${Math.round(value)}\t${unit}`);
const motion = (id, more = {}) => ({ id, session: "7-1", kind: "motion",
  ballot: "secret", title: { zh: `表决事项${id}`, en: `Question ${id}` },
  rule: "school.default", rows: [{ id, text: { zh: `表决事项${id}`,
    en: `Question ${id}` } }], ...more });
const ROWS = Array.from({ length: 12 }, (_, i) => ({ id: `R${i + 1}`,
  text: { zh: `第${i + 1}项`, en: `Item ${i + 1}` } }));

const congress = new Congress();
let people;

async function slowed(person) {
  const device = await person.context.newCDPSession(person.page);

  await device.send("Network.enable");
  await device.send("Network.emulateNetworkConditions", SLOW);
  await device.send("Emulation.setCPUThrottlingRate", { rate: SLOWER_BY });
  return device;
}

/* When these words were first there, in ms since the page was asked for. */
const shownAfter = (page, words) => page.evaluate((text) =>
  new Promise((resolve) => {
    const look = () => document.body.innerText.includes(text)
      ? requestAnimationFrame(() => resolve(performance.now()))
      : requestAnimationFrame(look);

    look();
  }), words);

/* How long from the touch of this button to these words. */
const answeredAfter = (page, button, words) => page.evaluate(([name, text]) =>
  new Promise((resolve) => {
    const found = [...document.querySelectorAll("button")].find((b) =>
      b.textContent.trim() === name);
    const from = performance.now();
    const look = () => document.querySelector("main").innerText.includes(text)
      ? resolve(performance.now() - from) : requestAnimationFrame(look);

    found.click();
    look();
  }), [button[0], words[0]]);

async function comes(n) {
  const person = await people.person(`phone-${n}`);

  await person.enrol(`${congress.address}/`,
    congress.token("roll.tokens", seatOf(n)));
  await person.press(PHONE.checkIn);
  await person.sees(PHONE.checkedIn);
  return person;
}

/* The waiting page, where nothing is kept, and where the files are. */
async function waitingPage() {
  const person = await comes(29);
  const device = await slowed(person);

  await device.send("Network.clearBrowserCache");
  await person.page.goto(`${congress.address}/`, { waitUntil: "commit" });
  print("waiting page, first load, 6x slower, 400 kbit/s, 300 ms",
    await shownAfter(person.page, PHONE.checkedIn[0]), "ms");
  await person.page.goto(`${congress.address}/`, { waitUntil: "commit" });
  print("waiting page, loaded again",
    await shownAfter(person.page, PHONE.checkedIn[0]), "ms");
  return person;
}

async function sealing(person, paper, rows) {
  congress.by("hall", "open", paper);
  for (let i = 0; i < rows; i++)
    await person.page.locator(CHOICES).click();
  await person.sees(PHONE.review);
  print(`ballot of ${rows} sealed after the touch, 6x slower`,
    await answeredAfter(person.page, PHONE.seal, PHONE.sealed), "ms");
  congress.by("hall", "void", paper, "--reason", "measured");
  await person.sees(PHONE.waiting);
}

/* What a phone asks for from the news of an opening to its question, without
 * what it then computes. Resolves with the time at which it had it. */
function client(n) {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const read = (path) => new Promise((resolve, reject) => {
    get(congress.address + path, { agent }, (answer) => {
      const pieces = [];

      answer.on("data", (piece) => pieces.push(piece)).on("end", () =>
        resolve(Buffer.concat(pieces).toString("latin1")));
    }).on("error", reject);
  });
  let stage = null;

  return new Promise((resolve, reject) => {
    const stream = get(`${congress.address}/live`, { agent }, (answer) => {
      answer.on("data", async (bytes) => {
        const [, size, now] = /data: (\d+) (\d+)/.exec(bytes) ?? [];

        if (stage === null || now === undefined || now === stage) {
          stage ??= now;
          return;
        }
        stage = now;
        const [seat] = await Promise.all([read(`/view/post/${seatOf(n)}`),
          read("/checkpoint"), read("/view/conference"),
          read(`/consistency/9/${size}`)]);
        const { open: [round] } = JSON.parse(seat);

        await Promise.all([read(`/pack/${round.open}/${seatOf(n).slice(5)}`),
          read(`/view/round/${round.round}`)]);
        resolve(performance.now());
        stream.destroy();
        agent.destroy();
      });
    }).on("error", (error) => stream.destroyed ? undefined : reject(error));
  });
}

/* Without holding up the clients that wait here. */
const command = (...words) => new Promise((resolve, reject) => {
  execFile(join(process.env.BUILD ?? "build/release", "ballotctl"), [...words,
    "--log", congress.log, "--keys", congress.file("keys/hall"), "--lang",
    "en"], (error) => error ? reject(error) : resolve(performance.now()));
});

/* From the answer to the opening until the last has its question. */
async function turning() {
  const seen = Array.from({ length: PHONES }, (_, i) => client(i % 40 + 1));

  await new Promise((resolve) => setTimeout(resolve, 1000));
  const opened = await command("open", "Q3");
  /* News may come before the receipt has. */
  const after = (await Promise.all(seen)).map((at) => Math.max(0, at - opened))
    .sort((a, b) => a - b);

  print(`receipt of the opening to the question on ${PHONES} clients, median`,
    after[Math.floor(after.length / 2)], "ms");
  print("the last of them", after.at(-1), "ms");
}

/* What one phone does besides, on this machine: from news to buttons. */
async function turningOne(person) {
  const seen = person.page.locator(CHOICES).waitFor().then(() =>
    performance.now());
  const opened = await command("open", "Q4");

  print("receipt of the opening to the buttons on one phone",
    Math.max(0, await seen - opened), "ms");
}

try {
  congress.found([motion("Q1"), motion("Q2", { rows: ROWS }), motion("Q3"),
    motion("Q4")],
    BY_CTL);
  congress.enrolScrutineers();
  congress.lockBox();
  congress.gatherKeys("hall", [["chair", "chair/1"], ["desk", "desk/1"],
    ["s1", "scrutineer/1"], ["s2", "scrutineer/2"]]);
  await congress.serve();
  people = await People.gather();
  congress.byTwo("headcount", "40");
  const person = await waitingPage();

  await sealing(person, "Q1", 1);
  await sealing(person, "Q2", 12);
  await person.context.close();
  await turning();
  congress.by("hall", "void", "Q3", "--reason", "measured");
  await turningOne(await comes(30));
} finally {
  await people?.leave();
  await congress.end();
}
