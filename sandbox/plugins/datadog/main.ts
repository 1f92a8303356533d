import { serve } from "../rpc/serve.js";
import { datadogProvider } from "./provider.js";

serve(datadogProvider());
