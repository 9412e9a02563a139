/**
 * The one script that runs before the page is drawn: it says that scripts run, and takes up the
 * remembered theme, so that nothing flashes. It stands in the page as text, permitted by its hash.
 */
import { createHash } from "node:crypto";

/** The script, for the storage keys that begin with `prefix`. */
export function headScript(prefix: string): string {
  const key = JSON.stringify(`${prefix}theme`);
  return (
    `{const d=document.documentElement.dataset;d.scripted="";` +
    `try{const t=localStorage.getItem(${key});if(t==="light"||t==="dark")d.theme=t}catch{}}`
  );
}

/** The name under which the page's policy permits a text. */
export function policyHash(text: string): `sha256-${string}` {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
