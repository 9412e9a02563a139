/** The two pictures of an experiment, drawn the same way at build and in the page. */
import type { Scene } from "../../src/views/scene.ts";
import { spaceTime, type SpaceTimeScene, type Window } from "../../src/views/space-time.ts";
import { stage } from "../../src/views/stage.ts";
import type { TraceIndex } from "../../src/views/trace-index.ts";

/** The widths at which the build draws: a phone and a desk. */
export const WIDTHS = [360, 780] as const;

export type StagePicture = {
  index: TraceIndex;
  /** ns */
  time: number;
  /** px */
  width: number;
  statuses?: Record<string, string>;
  selection?: string;
};

export function drawStage({ index, time, width, statuses, selection }: StagePicture): Scene {
  return stage(index, {
    width,
    time,
    ...(statuses && { statuses }),
    ...(selection !== undefined && { selection }),
  });
}

export type SpaceTimePicture = {
  index: TraceIndex;
  time: number;
  width: number;
  window?: Window;
  selection?: string;
};

export function drawSpaceTime(picture: SpaceTimePicture): SpaceTimeScene {
  const { index, time, width, window, selection } = picture;
  return spaceTime(index, {
    width,
    time,
    ...(window && { window }),
    ...(selection !== undefined && { selection }),
  });
}
