import { createContext } from "react";

/** Whose drafts this page keeps: another person in the same tab never sees them. */
export const DraftOwner = createContext("");
