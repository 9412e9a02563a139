/** The course as the instructor's file has it, checked. */
import { course as raw } from "../../course.config.ts";
import { parseCourse } from "./config.ts";

export const course = parseCourse(raw);
