/** The scripts of every page, as one small file. */
import "./theme.ts";
import "./keyboard-help.ts";
import "./page-tools.ts";
import "./report.ts";
import "./progress.ts";
import "../offline/page/offline.ts";
