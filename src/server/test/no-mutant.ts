import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Stryker's: whether a mutant is active while modules load. */
    mutantActivation: "static" | "runtime" | undefined;
  }
}

/** In a thread that is kept between mutants: the last one is not active while the modules of the next run load. */
const stryker = Reflect.get(globalThis, "__stryker__") as { activeMutant?: string } | undefined;
if (stryker && inject("mutantActivation") !== "static") stryker.activeMutant = undefined;
