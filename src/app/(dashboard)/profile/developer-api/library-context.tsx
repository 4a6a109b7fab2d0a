"use client";

import { createContext, use } from "react";
import type { RouterOutputs } from "@/trpc/client";

export type OpenedApi = RouterOutputs["developerApi"]["open"];
export type Operation = OpenedApi["operations"][number];

interface Library extends OpenedApi {
  /** May read the audit log, and so follow a call to its record. */
  seesRecords: boolean;
  /** Held in memory while the section is open, and nowhere else. */
  secret: string;
  setSecret: (secret: string) => void;
}

export const LibraryContext = createContext<Library | null>(null);

/** What the guarded procedure gave; only below Developer API. */
export function useLibrary(): Library {
  const library = use(LibraryContext);
  if (!library) throw new Error("There is no API Library around this component.");
  return library;
}
