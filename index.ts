import { environment } from "./components/environment/environment";

export = environment();
