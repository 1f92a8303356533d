import { replays } from "./replays.js";

replays("datadog", ({ name }) => !name.includes("/trouble/"));
