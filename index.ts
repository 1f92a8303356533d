import { environment } from "./lookout";

export = environment();
