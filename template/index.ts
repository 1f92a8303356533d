import { environment } from "lookout";
import { redis } from "./redis";

export = environment(redis);
