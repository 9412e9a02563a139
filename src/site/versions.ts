/** Which course and which engine a page was built from. */
import { version } from "../../package.json";

const engine = import.meta.glob<{ ENGINE_VERSION: string }>("../engine/index.ts", { eager: true });

export const courseVersion = version;
export const engineVersion = Object.values(engine)[0]?.ENGINE_VERSION ?? "0";
