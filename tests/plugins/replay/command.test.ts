import { replays } from "./replays.js";

replays("command");
