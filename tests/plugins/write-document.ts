import { writeConformanceDocument } from "./document.js";

writeConformanceDocument();
