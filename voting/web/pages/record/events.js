/**
 * The entries of the log as events that can be asked for their lines, for what
 * the views do not tell: which entry did what, when, and by whom. Nothing is
 * verified here; that is the recount's business.
 */

const HEAD = /^congress-entry\/v1 (\d+)\ncongress\/v1 ([a-z-]+)\n/;
const SIGNER =
  /^— \S+?\/((?:chair|desk|scrutineer|seat|observer)\/\d+)(\/invitation)? /gm;
const LINE_SHOWN = 2000; /* characters; longer ones are ballots and shares */

const decoder = new TextDecoder();

/** One entry. */
export class Event {
  /**
   * @param {number} index
   * @param {Uint8Array} entry  server line and note
   */
  constructor(index, entry) {
    const whole = decoder.decode(entry);
    const cut = whole.lastIndexOf("\n\n");
    const [, time, type] = HEAD.exec(whole) ?? [null, "0", ""];

    this.index = index;
    this.time = Number(time);
    this.type = type;
    this.lines = whole.slice(0, cut).split("\n").slice(2)
      .filter((line) => line.length <= LINE_SHOWN);
    /** The posts that signed. @type {string[]} */
    this.signers = [...whole.slice(cut).matchAll(SIGNER)]
      .filter(([, , invitation]) => !invitation).map(([, post]) => post);
  }

  /** What stands on the lines of this name. @returns {string[]} */
  all(name) {
    return this.lines.filter((line) => line.startsWith(`${name} `))
      .map((line) => line.slice(name.length + 1));
  }

  /** What stands on the line of this name, or null if it is "none". */
  value(name) {
    const [value = "none"] = this.all(name);

    return value === "none" ? null : value;
  }

  /** A number, or the entry that is referred to, or null. */
  number(name) {
    const value = this.value(name);

    return value === null ? null : Number(value.split(" ")[0]);
  }

  /** A text that is named, as views have it; null if there is none. */
  blob(name) {
    const [kind, length, sha256] = this.value(name)?.split(" ") ?? [];

    return sha256 ? { class: kind, length: Number(length), sha256 } : null;
  }
}

/** One round of voting, with the entries that belong to it. */
export class Story {
  /**
   * @param {Event} open
   * @param {Event} paper
   * @param {SessionStory} session
   * @param {string[]} roll     seats that vote on it
   * @param {string[]} present  those of them who were present at open
   */
  constructor(open, paper, session, roll, present) {
    Object.assign(this, { open, paper, session, roll, present });
    this.voters = new Set(roll);
    this.been = new Set(present);
    this.headcount = session?.headcounts.at(-1) ?? null;
    this.box = session?.boxes.at(-1) ?? null;
    this.arrived = []; /* later, while it was open */
    this.casts = [];
    this.sheets = []; /* desk-issue */
    this.returned = []; /* desk-ballots */
    this.announced = [];
    this.shares = [];
    this.signOffs = [];
    this.hands = this.close = this.result = null;
    this.declare = this.publish = this.end = null;
  }

  /** Seats that were there at some time while it was open. */
  get there() {
    return [...this.present, ...this.arrived];
  }

  /** Somebody is here now. @param {string} post */
  arrive(post) {
    if (this.close || this.end || !this.voters.has(post) || this.been.has(post))
      return;
    this.been.add(post);
    this.arrived.push(post);
  }

  /** Each seat's counting ballot: the last one. @returns {Map<string, Event>} */
  get ballots() {
    return new Map(this.casts.map((cast) => [cast.signers[0], cast]));
  }

  /* The days that its rules ask for. */
  days(name, choose) {
    return choose(...this.paper.all("rule").map((rule) =>
      Number(new RegExp(` ${name} (\\d+)`).exec(rule)?.[1] ?? 0)));
  }

  get noticeDays() {
    return this.days("notice", Math.max);
  }

  get publishDays() {
    return this.days("publish", Math.min);
  }

  get postDays() {
    return this.days("post", Math.max);
  }

  /** How many of the roll its rules want present, or 0. */
  get quorum() {
    const needed = this.paper.all("rule").map((rule) => {
      const [, op, p, q] =
        / quorum .*?present\/roll(>=?)(\d+)\/(\d+)/.exec(rule) ?? [];
      const whole = this.roll.length * p;

      return !q ? 0 : op === ">" ? Math.floor(whole / q) + 1
        : Math.ceil(whole / q);
    });

    return Math.max(...needed);
  }
}

/** What a session's log has besides its rounds. */
class SessionStory {
  constructor() {
    this.start = this.end = null;
    this.headcounts = [];
    this.boxes = []; /* {start, accepts}: each key ceremony */
    this.settled = new Map(); /* agenda, scrutineers, measures: the result */
  }
}

/** Everything that has happened, in the order of the log. */
export class History {
  constructor() {
    this.events = [];
    this.sessions = new Map();
    /** @type {Map<number, Story>} by the entry of their paper */
    this.stories = new Map();
    this.byEntry = new Map(); /* opens and results */
    this.seats = new Map(); /* voting seats: their tags */
    this.present = new Set();
    this.running = null;
  }

  get size() {
    return this.events.length;
  }

  /** The next entry of the log. @param {Uint8Array} entry */
  take(entry) {
    const event = new Event(this.events.length, entry);

    this.events.push(event);
    if (Object.hasOwn(TAKE, event.type))
      TAKE[event.type](this, event);
  }

  session(id) {
    if (!this.sessions.has(id))
      this.sessions.set(id, new SessionStory());
    return this.sessions.get(id);
  }

  /** The round that an event belongs to. @returns {Story|undefined} */
  storyOf(event) {
    return this.byEntry.get(event.number("open") ?? event.number("result"));
  }

  /** The seats that vote on a paper, as the roll is now. */
  rollOf(paper) {
    const filter = paper.value("filter");

    return [...this.seats].filter(([, tags]) => !filter ||
      tags.includes(filter)).map(([seat]) => seat).sort();
  }

  arrive(post) {
    this.present.add(post);
    for (const story of this.stories.values())
      story.arrive(post);
  }
}

const add = (list) => (history, event) =>
  void history.storyOf(event)?.[list].push(event);
const set = (name) => (history, event) => {
  const story = history.storyOf(event);

  if (story)
    story[name] = event;
};

/* What each type of event changes here. */
const TAKE = {
  post(history, event) {
    const [, ...tags] = (event.value("tags") ?? "0").split(" ");

    if (event.value("voting") === "yes")
      history.seats.set(event.value("post"), tags);
  },
  retire(history, event) {
    history.seats.delete(event.value("post"));
  },
  "session-start"(history, event) {
    history.running = history.session(event.value("session"));
    history.running.start = event;
    history.present.clear();
  },
  "session-end"(history, event) {
    history.session(event.value("session")).end = event;
    history.running = null;
    history.present.clear();
  },
  present: (history, event) => history.arrive(event.value("post")),
  leave: (history, event) => void history.present.delete(event.value("post")),
  headcount: (history, event) =>
    void history.session(event.value("session")).headcounts.push(event),
  "key-start"(history, event) {
    const box = { start: event, accepts: [] };

    history.session(event.value("session")).boxes.push(box);
    history.byEntry.set(event.index, box);
  },
  "key-accept": (history, event) =>
    void history.byEntry.get(event.number("start"))?.accepts.push(event),
  open(history, event) {
    const paper = history.events[event.number("paper")];

    if (!paper)
      return;
    const roll = history.rollOf(paper);
    const story = new Story(event, paper, history.sessions.get(
      paper.value("session")), roll, roll.filter((seat) =>
      history.present.has(seat)));

    history.stories.set(paper.index, story);
    history.byEntry.set(event.index, story);
  },
  result(history, event) {
    const story = history.storyOf(event);

    if (!story)
      return;
    story.result = event;
    history.byEntry.set(event.index, story);
    const settles = story.paper.value("settles");

    /* That it was adopted as well, the views say. */
    if (settles && settles !== "nothing")
      story.session?.settled.set(settles, story);
  },
  announce: add("announced"),
  cast: add("casts"),
  "desk-issue": add("sheets"),
  "desk-ballots": add("returned"),
  share: add("shares"),
  "sign-off": add("signOffs"),
  hands: set("hands"),
  close: set("close"),
  void: set("end"),
  uncountable: set("end"),
  declare: set("declare"),
  publish: set("publish"),
};
