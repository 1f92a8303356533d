import { replays } from "./replays.js";

// A file of its own: what is tried again waits for seconds, so that many wait together. As many as vitest lets run at once.
replays("datadog", ({ name }) => name.includes("/trouble/"), 5);
