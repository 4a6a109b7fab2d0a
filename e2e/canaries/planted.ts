import { join } from "node:path";
import type { Planted } from "../../src/server/test/canaries/ways-in";
import { folder } from "./application";

/** What was planted, from one worker to the next; beside the data, not in it. */
export const plantedFile = join(folder, "planted.json");
export type PlantedHere = Planted & { phone: string };

/** A password that somebody tries, and is refused. */
export const plantedPassword = "nine planted herons in a row";
