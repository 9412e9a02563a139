/** Which course and which engine a page was built from. */
import { version } from "../../package.json";
import { ENGINE_VERSION } from "../engine/index.ts";

export const courseVersion = version;
export const engineVersion = ENGINE_VERSION;
