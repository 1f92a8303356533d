import { replays } from "./replays.js";

replays("random");
