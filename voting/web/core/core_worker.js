/*
 * core_worker.js - the worker in which a page keeps the core; see
 * core_remote.js. An address is fetched here, relative to this file.
 */
import { Core } from "./core.js";
import { serve } from "./core_remote.js";

serve(/** @type {any} */ (self), {
  load: (source) => Core.load(typeof source === "string"
    ? fetch(new URL(source, self.location.href)) : source),
});
