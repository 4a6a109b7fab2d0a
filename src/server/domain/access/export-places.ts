import "server-only";
import { DomainError } from "../errors";

/** Bounds the exports that run at once in this process. */
export interface ExportPlaces {
  /** Takes a place until the returned function is called. Throws `too_many_attempts` or `unavailable` where none is left. */
  take(userId: string): () => void;
}

/** Two exports a person and eight over all: each reads on for as long as its file is downloaded (ASVS 2.4.1). */
export function createExportPlaces({ mostOfOne = 2, most = 8 } = {}): ExportPlaces {
  const taken: string[] = [];
  return {
    take: (userId) => {
      const mine = taken.filter((one) => one === userId).length;
      if (mine >= mostOfOne) {
        throw new DomainError(
          "too_many_attempts",
          `${mine} exports of yours are under way. Wait until one has ended, or stop it.`,
        );
      }
      if (taken.length >= most) {
        throw new DomainError("unavailable", "Many exports are under way. Try again in a few minutes.");
      }
      taken.push(userId);
      let left = false;
      return () => {
        if (!left) taken.splice(taken.indexOf(userId), 1);
        left = true;
      };
    },
  };
}
