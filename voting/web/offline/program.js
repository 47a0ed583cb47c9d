/** One program for the page and for the worker that it starts. */

if (typeof document === "undefined")
  import("../core/core_worker.js");
else
  import("./main.js");
