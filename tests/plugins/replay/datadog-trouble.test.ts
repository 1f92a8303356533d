import { replays } from "./replays.js";

// A file of its own, beside the other: what is tried again waits for seconds.
replays("datadog", ({ name }) => name.includes("/trouble/"));
