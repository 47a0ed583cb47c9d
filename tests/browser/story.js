/*
 * story.js - the tests of a file as steps of one story: what follows from a
 * step that failed is not tried, and has failed too; with a failure stands what
 * everybody saw at that moment. At the end browsers and server are gone.
 */
import { after, test } from "node:test";

import { People } from "./people.js";

const STEP_MS = 240000;

/* Where it was not tried tells nobody anything. */
function notTried(broken) {
  const error = new Error(`not tried, since this failed: ${broken}`);

  error.stack = "";
  return error;
}

export class Story {
  /** @param {import("./congress.js").Congress} congress */
  constructor(congress) {
    this.congress = congress;
    /** @type {People} */
    this.people = null;
    this.broken = null;
    after(async () => {
      await this.people?.leave();
      await congress.end();
    });
  }

  /** Starts the browser; who is in the story comes from people.person(). */
  async begin() {
    this.people = await People.gather();
    return this.people;
  }

  /** The next step. @param {() => (Promise<void>|void)} body */
  step(name, body) {
    this.case(name, body, () => {
      this.broken = name;
    });
  }

  /** A step on which no other depends: when it fails the story goes on. */
  aside(name, body) {
    this.case(name, body, () => {});
  }

  case(name, body, onFailure) {
    test(name, { timeout: STEP_MS }, async () => {
      if (this.broken)
        throw notTried(this.broken);
      try {
        await body();
      } catch (error) {
        onFailure();
        throw new Error(`${error.stack}\n${await this.screens()}`);
      }
    });
  }

  /* What everybody saw when something failed. */
  async screens() {
    const texts = await Promise.all((this.people?.all ?? []).map(
      async (person) => `\n--- ${person.name} ---\n${await person.text()
        .catch((error) => error.message)}\n${person.complaints.join("\n")}`));

    return texts.join("");
  }
}
