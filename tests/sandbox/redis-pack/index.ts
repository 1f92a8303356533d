import { environment } from "../../../components/environment/environment";
import { redis } from "./redis";

export = environment(redis);
